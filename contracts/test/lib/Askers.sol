// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IInferenceCallback} from "../../src/interfaces/IInferenceCallback.sol";
import {IInferenceRequests} from "../../src/interfaces/IInferenceRequests.sol";

/// @notice A contract that asks, and takes its answer well or badly as a test wants it.
contract Asker is IInferenceCallback {
    enum Mood {
        TAKES,
        REVERTS,
        BURNS_GAS,
        FLOODS,
        REENTERS
    }

    IInferenceRequests private immutable _requests;
    Mood public mood;
    uint256 public lastRequest;
    bytes32 public lastReceipt;
    bytes public lastAnswer;
    bytes public reentry;

    error AskerInABadMood();

    constructor(IInferenceRequests requests, IERC20 asset) {
        _requests = requests;
        asset.approve(address(requests), type(uint256).max);
    }

    function set(Mood newMood, bytes calldata newReentry) external {
        (mood, reentry) = (newMood, newReentry);
    }

    function ask(IInferenceRequests.Terms calldata terms) external returns (uint256) {
        return _requests.ask(terms, "ipfs://request");
    }

    function schedule(IInferenceRequests.Terms calldata terms, uint32 interval, uint16 runs)
        external
        returns (uint256)
    {
        return _requests.schedule(terms, interval, runs, "ipfs://request");
    }

    function endSchedule(uint256 id) external {
        _requests.endSchedule(id);
    }

    function withdraw(address asset) external returns (uint256) {
        return _requests.withdraw(asset);
    }

    function onInference(uint256 requestId, bytes32 receiptId, bytes calldata answer) external {
        if (mood == Mood.REVERTS) revert AskerInABadMood();
        while (mood == Mood.BURNS_GAS) {}
        if (mood == Mood.FLOODS) {
            assembly {
                revert(0, 50000)
            }
        }
        if (mood == Mood.REENTERS) {
            (bool success, bytes memory error_) = address(_requests).call(reentry);
            if (!success) {
                assembly {
                    revert(add(error_, 0x20), mload(error_))
                }
            }
        }
        (lastRequest, lastReceipt, lastAnswer) = (requestId, receiptId, answer);
    }
}
