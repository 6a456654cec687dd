// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Vm} from "../test/lib/Vm.sol";

/// @notice Makes the deployer's calls: broadcasts them, or only plans and writes them down.
abstract contract Sender {
    struct Step {
        address to;
        bytes data;
    }

    /// @notice A deployed contract, by the name that the manifest gives it.
    struct Part {
        string name;
        address place;
    }

    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    /// @dev Deterministic deployment proxy, at one address on every chain (github.com/Arachnid/deterministic-deployment-proxy).
    address internal constant CREATE2_DEPLOYER = 0x4e59b44847b379578588920cA78FbF26c0B4956C;
    bytes private constant CREATE2_DEPLOYER_CODE =
        hex"7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3";
    /// @dev All contracts of one generation share it; another one makes another set from the same parameters.
    bytes32 private constant SALT = bytes32(0);

    Step[] internal _steps;
    Part[] internal _parts;
    address private _account;
    bool private _planning;

    error SenderNoCreate2Deployer();
    error SenderNotDeployed(string name);

    /// @notice Where creation code with its arguments is deployed, on any chain.
    function addressOf(bytes memory initCode) public pure returns (address) {
        bytes32 hash = keccak256(abi.encodePacked(bytes1(0xff), CREATE2_DEPLOYER, SALT, keccak256(initCode)));
        return address(uint160(uint256(hash)));
    }

    function _broadcastAs(address account) internal {
        require(CREATE2_DEPLOYER.code.length != 0, SenderNoCreate2Deployer());
        (_account, _planning) = (account, false);
        _forget();
    }

    function _planAs(address account) internal {
        if (CREATE2_DEPLOYER.code.length == 0) vm.etch(CREATE2_DEPLOYER, CREATE2_DEPLOYER_CODE);
        (_account, _planning) = (account, true);
        _forget();
    }

    function _isPlanning() internal view returns (bool) {
        return _planning;
    }

    /// @dev Deploys a contract unless it is there: its address is made from all that decides what it is.
    function _create(string memory name, bytes memory code, bytes memory arguments) internal returns (address place) {
        bytes memory initCode = bytes.concat(code, arguments);
        place = addressOf(initCode);
        if (place.code.length == 0) _call(CREATE2_DEPLOYER, bytes.concat(SALT, initCode));
        require(place.code.length != 0, SenderNotDeployed(name));
        _parts.push(Part(name, place));
    }

    function _call(address to, bytes memory data) internal {
        if (_planning) vm.prank(_account);
        else vm.broadcast(_account);
        (bool success, bytes memory answer) = to.call(data);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
        _steps.push(Step(to, data));
    }

    function _forget() private {
        delete _steps;
        delete _parts;
    }
}
