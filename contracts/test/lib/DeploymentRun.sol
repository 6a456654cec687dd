// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AllocationFile} from "../../script/AllocationFile.sol";
import {Deployment} from "../../script/Deployment.sol";
import {Manifest} from "../../script/Manifest.sol";
import {ParameterFile, Parameters} from "../../script/ParameterFile.sol";
import {Genesis} from "../../src/genesis/Genesis.sol";

/// @notice The deployment with files given as text, each step in the deployer's name.
contract DeploymentRun is Deployment {
    function run(string memory parameters, string memory allocation) external returns (System memory) {
        Parameters memory p = ParameterFile.parse(parameters);
        (Genesis.Grant[] memory grants, uint64 startTime) = AllocationFile.parse(allocation);
        _planAs(p.deployer);
        return _deploy(p, grants, startTime);
    }

    /// @notice Puts the deterministic deployer in its place, as it is on every real chain.
    function prepare(address deployer) external {
        _planAs(deployer);
    }

    function steps() external view returns (Step[] memory) {
        return _steps;
    }

    function parts() external view returns (Part[] memory) {
        return _parts;
    }

    function manifest() external view returns (string memory) {
        return Manifest.text(_parts);
    }
}
