// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Genesis} from "../src/genesis/Genesis.sol";
import {AllocationFile} from "./AllocationFile.sol";
import {Deployment} from "./Deployment.sol";
import {Manifest} from "./Manifest.sol";
import {ParameterFile, Parameters} from "./ParameterFile.sol";

/// @notice Deploys everything to Base or Base Sepolia and writes down where: see the README, Deployment.
/// @dev VERIGRAD_PARAMETERS, VERIGRAD_ALLOCATION and VERIGRAD_MANIFEST name other files than the network's own.
contract DeployAll is Deployment {
    error DeployAllUnknownChain(uint256 chainId);
    error DeployAllWrongChain(uint256 expected, uint256 found);
    error DeployAllMismatch(string manifest);

    /// @notice Deploys what is missing and broadcasts it; refuses where an earlier manifest says otherwise.
    function run() external virtual returns (System memory system) {
        Parameters memory parameters = ParameterFile.read(_parameterFile());
        require(parameters.chainId == block.chainid, DeployAllWrongChain(parameters.chainId, block.chainid));
        _broadcastAs(parameters.deployer);
        system = _deployAll(parameters);
        _writeManifest();
    }

    /// @notice Runs the whole deployment on an empty chain in memory and says where everything would be; sends nothing.
    function plan() external virtual returns (System memory system) {
        Parameters memory parameters = ParameterFile.read(_parameterFile());
        vm.chainId(parameters.chainId);
        _planAs(parameters.deployer);
        system = _deployAll(parameters);
    }

    function _deployAll(Parameters memory parameters) internal returns (System memory) {
        string memory path = vm.envOr("VERIGRAD_ALLOCATION", parameters.allocation);
        (Genesis.Grant[] memory grants, uint64 startTime) = AllocationFile.read(path);
        return _deploy(parameters, grants, startTime);
    }

    function _parameterFile() internal view virtual returns (string memory) {
        string memory named = vm.envOr("VERIGRAD_PARAMETERS", "");
        if (bytes(named).length != 0) return named;
        if (block.chainid == 8453) return "genesis/base.json";
        if (block.chainid == 84_532) return "genesis/base-sepolia.json";
        revert DeployAllUnknownChain(block.chainid);
    }

    function _manifest() internal view returns (string memory) {
        return Manifest.text(_parts);
    }

    function _writeManifest() internal {
        string memory usual = string.concat("deployments/", vm.toString(block.chainid), ".json");
        string memory path = vm.envOr("VERIGRAD_MANIFEST", usual);
        string memory text = _manifest();
        // Checked before anything is broadcast: forge sends when the whole script is through.
        if (vm.exists(path)) {
            require(keccak256(bytes(vm.readFile(path))) == keccak256(bytes(text)), DeployAllMismatch(path));
        } else {
            vm.createDir("deployments", true);
            vm.writeFile(path, text);
        }
    }
}
