// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MessageHash} from "../../src/message/MessageHash.sol";
import {Appraisal, EnclaveRegistration, Offer, Receipt} from "../../src/message/Messages.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {PaymentCall} from "../../src/settlement/PaymentCall.sol";

/// @notice The hashing libraries, callable.
contract Hashing {
    function typeHash(string calldata name) external pure returns (bytes32) {
        bytes32 id = keccak256(bytes(name));
        if (id == keccak256("Receipt")) return MessageHash.RECEIPT_TYPEHASH;
        if (id == keccak256("Offer")) return MessageHash.OFFER_TYPEHASH;
        if (id == keccak256("Appraisal")) return MessageHash.APPRAISAL_TYPEHASH;
        if (id == keccak256("EnclaveRegistration")) return MessageHash.REGISTRATION_TYPEHASH;
        return bytes32(0);
    }

    function receipt(Receipt calldata message) external pure returns (bytes32) {
        return MessageHash.structHash(message);
    }

    function offer(Offer calldata message) external pure returns (bytes32) {
        return MessageHash.structHash(message);
    }

    function appraisal(Appraisal calldata message) external pure returns (bytes32) {
        return MessageHash.structHash(message);
    }

    function registration(EnclaveRegistration calldata message) external pure returns (bytes32) {
        return MessageHash.structHash(message);
    }

    function paymentId(ISettlement.Item calldata item) external view returns (bytes32) {
        return PaymentCall.paymentId(item);
    }
}
