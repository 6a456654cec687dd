// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Why an item of a batch was skipped; the numbers are part of the interface.
library Rejection {
    uint8 internal constant NONE = 0;
    uint8 internal constant KEY_NOT_GOOD = 1;
    uint8 internal constant BAD_SIGNATURE = 2;
    uint8 internal constant BAD_TIME = 3;
    uint8 internal constant BAD_PAYEE = 4;
    uint8 internal constant BAD_AMOUNT = 5;
    uint8 internal constant ASSURANCE_TOO_HIGH = 6;
    uint8 internal constant BAD_PAYMENT_ID = 7;
    uint8 internal constant PAYMENT_FAILED = 8;
    uint8 internal constant ALREADY_SETTLED = 9;
    uint8 internal constant UNSUPPORTED_SCHEME = 10;
    uint8 internal constant SHORT_PAYMENT = 11;
}
