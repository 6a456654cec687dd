// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BatchSettlement} from "../src/channel/BatchSettlement.sol";
import {Erc3009Collector} from "../src/channel/Erc3009Collector.sol";
import {TestExactPermit2Proxy} from "../src/devnet/TestExactPermit2Proxy.sol";
import {TestMulticall3} from "../src/devnet/TestMulticall3.sol";
import {TestPermit2} from "../src/devnet/TestPermit2.sol";
import {TestUptoPermit2Proxy} from "../src/devnet/TestUptoPermit2Proxy.sol";
import {TestUsdc} from "../src/devnet/TestUsdc.sol";
import {DeployAll} from "./DeployAll.s.sol";
import {Manifest} from "./Manifest.sol";
import {ParameterFile, Parameters} from "./ParameterFile.sol";

/// @notice Deploys to a local chain: what production deploys, by the same steps, and stand-ins at well-known addresses.
/// @dev Stand-ins come by a cheat code that only local nodes know, so no public chain can get them from here.
contract DeployDevnet is DeployAll {
    /// @dev USDC on Base Sepolia, which x402 clients know by its address.
    address private constant USDC = 0x036CbD53842c5426634e7929541eC2318f3dCF7e;

    /// @dev Permit2 and x402's proxies of it, at the same addresses on every chain.
    address private constant PERMIT2 = 0x000000000022D473030F116dDEE9F6B43aC78BA3;
    address private constant EXACT_PERMIT2_PROXY = 0x402085c248EeA27D92E8b30b2C58ed07f9E20001;
    address private constant UPTO_PERMIT2_PROXY = 0x4020A4f3b7b90ccA423B9fabCc0CE57C6C240002;
    /// @dev x402's channel contract and its collector of EIP-3009 deposits.
    address private constant CHANNELS = 0x4020074e9dF2ce1deE5A9C1b5c3f541D02a10003;
    address private constant ERC3009_COLLECTOR = 0x4020806089470a89826cB9fB1f4059150b550004;
    address private constant MULTICALL3 = 0xcA11bde05977b3631167028862bE2a173976CA11;

    Part[] private _standIns;

    function run() external override returns (System memory system) {
        Parameters memory parameters = ParameterFile.read(_parameterFile());
        require(parameters.chainId == block.chainid, DeployAllWrongChain(parameters.chainId, block.chainid));
        _placeStandIns();
        _broadcastAs(parameters.deployer);
        system = _deployAll(parameters);
        _writeManifest();
    }

    /// @notice Writes the steps and stand-ins into the file that VERIGRAD_PLAN names, for whoever makes them elsewhere.
    function plan() external override returns (System memory system) {
        Parameters memory parameters = ParameterFile.read(_parameterFile());
        vm.chainId(parameters.chainId);
        _planAs(parameters.deployer);
        system = _deployAll(parameters);
        _placeStandIns();
        string memory deployer = string.concat('{"deployer": "', vm.toString(parameters.deployer), '",\n"standIns": ');
        string memory work = string.concat(_standInText(), ',\n"steps": ', Manifest.text(_steps), ',\n"manifest": ');
        vm.writeFile(
            vm.envOr("VERIGRAD_PLAN", "target/devnet-plan.json"), string.concat(deployer, work, _manifest(), "}\n")
        );
    }

    function _parameterFile() internal view override returns (string memory) {
        return vm.envOr("VERIGRAD_PARAMETERS", "genesis/devnet.json");
    }

    function _placeStandIns() private {
        _place("TestUsdc", USDC, type(TestUsdc).creationCode);
        _place("TestPermit2", PERMIT2, type(TestPermit2).creationCode);
        _place("TestExactPermit2Proxy", EXACT_PERMIT2_PROXY, type(TestExactPermit2Proxy).creationCode);
        _place("TestUptoPermit2Proxy", UPTO_PERMIT2_PROXY, type(TestUptoPermit2Proxy).creationCode);
        _place("BatchSettlement", CHANNELS, type(BatchSettlement).creationCode);
        bytes memory arguments = abi.encode(CHANNELS);
        _place("Erc3009Collector", ERC3009_COLLECTOR, bytes.concat(type(Erc3009Collector).creationCode, arguments));
        _place("TestMulticall3", MULTICALL3, type(TestMulticall3).creationCode);
    }

    /// @dev Runs the constructor at the address itself, so that immutables are those of the address.
    function _place(string memory name, address place, bytes memory initCode) private {
        vm.etch(place, initCode);
        (bool success, bytes memory code) = place.call("");
        require(success, SenderNotDeployed(name));
        vm.etch(place, code);
        _standIns.push(Part(name, place));
        if (!_isPlanning()) {
            string memory arguments = string.concat('["', vm.toString(place), '","', vm.toString(code), '"]');
            vm.rpc("anvil_setCode", arguments);
        }
    }

    function _standInText() private view returns (string memory json) {
        for (uint256 i = 0; i < _standIns.length; ++i) {
            Part memory standIn = _standIns[i];
            json = string.concat(
                json,
                i == 0 ? "\n" : ",\n",
                string.concat('{"name": "', standIn.name, '", "address": "', vm.toString(standIn.place)),
                string.concat('", "code": "', vm.toString(standIn.place.code), '"}')
            );
        }
        json = string.concat("[", json, "\n]");
    }
}
