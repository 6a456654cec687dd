// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {ChannelClaims} from "../src/channel/ChannelClaims.sol";
import {Disputes} from "../src/dispute/Disputes.sol";
import {Genesis} from "../src/genesis/Genesis.sol";
import {Authority} from "../src/governance/Authority.sol";
import {VerigradGovernor} from "../src/governance/VerigradGovernor.sol";
import {ISettlement} from "../src/interfaces/ISettlement.sol";
import {EnclaveRegistry} from "../src/registry/EnclaveRegistry.sol";
import {ModelRegistry} from "../src/registry/ModelRegistry.sol";
import {InferenceRequests} from "../src/request/InferenceRequests.sol";
import {Settlement} from "../src/settlement/Settlement.sol";
import {ValidatorStaking} from "../src/staking/ValidatorStaking.sol";
import {OPG} from "../src/token/OPG.sol";
import {Handover} from "./Handover.sol";
import {Parameters} from "./ParameterFile.sol";
import {Sender} from "./Sender.sol";

/// @notice Deploys the whole set, hands out the supply and hands over all powers; what is already done is skipped.
abstract contract Deployment is Sender {
    struct System {
        TimelockController timelock;
        Authority authority;
        Genesis genesis;
        OPG opg;
        ValidatorStaking staking;
        EnclaveRegistry registry;
        Settlement settlement;
        ModelRegistry models;
        InferenceRequests requests;
        ChannelClaims channelClaims;
        Disputes disputes;
        VerigradGovernor governor;
    }

    error DeploymentMeasurementSetMissing(bytes32 measurementSet);
    error DeploymentMismatch(string what);

    function _deploy(Parameters memory p, Genesis.Grant[] memory grants, uint64 startTime)
        internal
        returns (System memory s)
    {
        _deployGovernance(s, p);
        _deployToken(s, p, grants, startTime);
        _deployMoney(s, p);
        bytes memory arguments = abi.encode(s.authority, s.opg, s.registry, s.settlement, s.staking, s.timelock);
        s.disputes = Disputes(_create("Disputes", type(Disputes).creationCode, arguments));
        arguments = abi.encode(s.opg, s.staking, s.timelock);
        s.governor =
            VerigradGovernor(payable(_create("VerigradGovernor", type(VerigradGovernor).creationCode, arguments)));

        _allowMeasurementSets(s, p);
        _handOver(s, p);
    }

    function _deployGovernance(System memory s, Parameters memory p) private {
        address[] memory anybody = new address[](1);
        bytes memory arguments = abi.encode(p.timelockDelay, new address[](0), anybody, p.deployer);
        bytes memory code = type(TimelockController).creationCode;
        s.timelock = TimelockController(payable(_create("TimelockController", code, arguments)));
        s.authority = Authority(_create("Authority", type(Authority).creationCode, abi.encode(p.deployer)));
    }

    function _deployToken(System memory s, Parameters memory p, Genesis.Grant[] memory grants, uint64 startTime)
        private
    {
        s.genesis = Genesis(_create("Genesis", type(Genesis).creationCode, abi.encode(grants, startTime)));
        s.opg = s.genesis.token();
        _parts.push(Part("OPG", address(s.opg)));
        for (uint256 i = 0; i < grants.length; ++i) {
            address wallet = address(s.genesis.walletOf(i));
            if (wallet != address(0)) _parts.push(Part(string.concat("OpgVesting", vm.toString(i)), wallet));
        }
        bytes memory arguments = abi.encode(s.authority, s.opg, p.minSelfStake, p.quorumFloor, p.thawDelay);
        s.staking = ValidatorStaking(_create("ValidatorStaking", type(ValidatorStaking).creationCode, arguments));
    }

    function _deployMoney(System memory s, Parameters memory p) private {
        bytes memory arguments = abi.encode(s.authority, s.staking);
        s.registry = EnclaveRegistry(_create("EnclaveRegistry", type(EnclaveRegistry).creationCode, arguments));
        arguments = abi.encode(s.authority, s.registry, s.staking, _split(s, p));
        s.settlement = Settlement(_create("Settlement", type(Settlement).creationCode, arguments));
        s.models = _deployModels(s);
        arguments = abi.encode(s.settlement, s.registry, s.staking);
        s.requests = InferenceRequests(_create("InferenceRequests", type(InferenceRequests).creationCode, arguments));
        s.channelClaims = ChannelClaims(_create("ChannelClaims", type(ChannelClaims).creationCode, arguments));
    }

    /// @dev The proxy is born with its authority, so there is no moment in which somebody else could initialize it.
    function _deployModels(System memory s) private returns (ModelRegistry) {
        address code = _create("ModelRegistryCode", type(ModelRegistry).creationCode, "");
        bytes memory start = abi.encodeCall(ModelRegistry.initialize, (address(s.authority)));
        bytes memory arguments = abi.encode(code, start);
        return ModelRegistry(_create("ModelRegistry", type(ERC1967Proxy).creationCode, arguments));
    }

    /// @dev Shares that the parameters give to nobody in particular are the timelock's, for proposals to spend.
    function _split(System memory s, Parameters memory p) private pure returns (ISettlement.Split memory split) {
        split = p.split;
        if (split.validatorPool == address(0)) split.validatorPool = address(s.timelock);
        if (split.treasury == address(0)) split.treasury = address(s.timelock);
    }

    function _allowMeasurementSets(System memory s, Parameters memory p) private {
        (bool ours,) = s.authority.hasRole(s.authority.ADMIN_ROLE(), p.deployer);
        for (uint256 i = 0; i < p.measurementSets.length; ++i) {
            bytes32 set = p.measurementSets[i];
            if (s.registry.isMeasurementSetAllowed(set)) continue;
            // After the handover that is for a proposal.
            require(ours, DeploymentMeasurementSetMissing(set));
            _call(address(s.registry), abi.encodeCall(s.registry.allowMeasurementSet, (set)));
        }
    }

    function _handOver(System memory s, Parameters memory p) private {
        Handover.Parts memory parts = Handover.Parts({
            authority: s.authority,
            timelock: s.timelock,
            governor: address(s.governor),
            registry: address(s.registry),
            staking: address(s.staking),
            disputes: address(s.disputes),
            settlement: address(s.settlement),
            channelClaims: address(s.channelClaims),
            guardian: p.guardian,
            deployer: p.deployer
        });
        if (s.timelock.hasRole(s.timelock.DEFAULT_ADMIN_ROLE(), p.deployer)) _make(Handover.ofTimelock(parts));
        (bool ours,) = s.authority.hasRole(s.authority.ADMIN_ROLE(), p.deployer);
        if (ours) _make(Handover.ofAuthority(parts));

        // Parts of another set, of other parameters, may be what was found; the deployer has no power over them any more.
        bool obeys = s.timelock.hasRole(s.timelock.PROPOSER_ROLE(), address(s.governor));
        require(obeys, DeploymentMismatch("the timelock at this address obeys another governor"));
        (obeys,) = s.authority.hasRole(s.authority.ADMIN_ROLE(), address(s.timelock));
        require(obeys, DeploymentMismatch("the authority at this address obeys another timelock"));
    }

    function _make(Handover.Call[] memory calls) private {
        for (uint256 i = 0; i < calls.length; ++i) {
            _call(calls[i].target, calls[i].data);
        }
    }
}
