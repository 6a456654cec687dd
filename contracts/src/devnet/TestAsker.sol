// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IInferenceCallback} from "../interfaces/IInferenceCallback.sol";
import {IInferenceRequests} from "../interfaces/IInferenceRequests.sol";

/// @notice A small consumer of inferences: asks a model, and keeps what it is answered. For local networks.
contract TestAsker is IInferenceCallback {
    IInferenceRequests private immutable _requests;

    uint256 public lastRequest;
    bytes public lastAnswer;
    bool public refuses;

    error TestAskerNotFromRequests(address caller);
    error TestAskerRefuses();

    constructor(IInferenceRequests requests) {
        _requests = requests;
    }

    /// @notice Asks for `POST path` with `body`, paid from what this contract owns.
    function ask(
        bytes32 modelDigest,
        address asset,
        uint128 price,
        uint32 lifetime,
        string calldata path,
        string calldata body
    ) external returns (uint256) {
        bytes memory locator = bytes.concat(bytes(path), "\n", bytes(body));
        IERC20(asset).approve(address(_requests), price);
        lastRequest = _requests.ask(
            IInferenceRequests.Terms({
                modelDigest: modelDigest,
                requestHash: sha256(bytes.concat("POST ", locator)),
                asset: asset,
                price: price,
                minAssurance: 0,
                callbackGas: 500_000,
                lifetime: lifetime
            }),
            locator
        );
        return lastRequest;
    }

    /// @notice Whether answers are refused from now on.
    function refuse(bool yes) external {
        refuses = yes;
    }

    /// @inheritdoc IInferenceCallback
    function onInference(uint256, bytes32, bytes calldata answer) external {
        require(msg.sender == address(_requests), TestAskerNotFromRequests(msg.sender));
        require(!refuses, TestAskerRefuses());
        lastAnswer = answer;
    }
}
