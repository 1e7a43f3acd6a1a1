using Anchor.Ethereum.Abi;

namespace Anchor.Ethereum.Mosaic;

/// <summary><c>EIP20Gateway</c> and <c>EIP20CoGateway</c>: what both have, and what each has for the side that it is on.</summary>
public static class GatewayContract
{
    private const string Progressing = "(bytes32 messageHash, bytes32 unlockSecret)";

    private const string ProgressingByProof =
        "(bytes32 messageHash, bytes rlpParentNodes, uint256 blockHeight, uint256 messageStatus)";

    public static readonly AbiFunction Bounty = new("bounty()", "uint256");
    public static readonly AbiFunction Activated = new("activated()", "bool");
    public static readonly AbiFunction RemoteGateway = new("remoteGateway()", "address");
    public static readonly AbiFunction StateRootProvider = new("stateRootProvider()", "address");
    public static readonly AbiFunction Organization = new("organization()", "address");

    /// <summary>The token that bounties of stakes are in; the gateway of the origin chain only.</summary>
    public static readonly AbiFunction BaseToken = new("baseToken()", "address");

    /// <summary>The staked token, which both gateways name.</summary>
    public static readonly AbiFunction ValueToken = new("valueToken()", "address");

    /// <summary>The token of the auxiliary chain; the co-gateway only.</summary>
    public static readonly AbiFunction UtilityToken = new("utilityToken()", "address");

    public static readonly AbiFunction MessageBoxOffset = new("MESSAGE_BOX_OFFSET()", "uint8");

    /// <summary>Who holds the staked tokens; the gateway of the origin chain only.</summary>
    public static readonly AbiFunction StakeVault = new("stakeVault()", "address");

    /// <summary>The nonce that a proxy's next message must have.</summary>
    public static readonly AbiFunction Nonce = new("getNonce(address)", "uint256");

    public static readonly AbiFunction Messages = new(
        "messages(bytes32)",
        "bytes32 intentHash, uint256 nonce, uint256 gasPrice, uint256 gasLimit, address sender, bytes32 hashLock, uint256 gasConsumed"
    );

    public static readonly AbiFunction OutboxStatus = new("getOutboxMessageStatus(bytes32)", "uint8");
    public static readonly AbiFunction InboxStatus = new("getInboxMessageStatus(bytes32)", "uint8");

    /// <summary>The last message that a proxy declared here, and its status.</summary>
    public static readonly AbiFunction OutboxActiveProcess = new(
        "getOutboxActiveProcess(address)",
        "bytes32 messageHash, uint8 status"
    );

    /// <summary>The last message of a proxy that was confirmed here, and its status.</summary>
    public static readonly AbiFunction InboxActiveProcess = new(
        "getInboxActiveProcess(address)",
        "bytes32 messageHash, uint8 status"
    );

    public static readonly AbiFunction ProveGateway = new(
        "proveGateway(uint256 blockHeight, bytes rlpAccount, bytes rlpParentNodes)",
        "bool"
    );

    public static readonly AbiFunction ConfirmStakeIntent = new(
        "confirmStakeIntent(address staker, uint256 nonce, address beneficiary, uint256 amount, uint256 gasPrice, uint256 gasLimit, bytes32 hashLock, uint256 blockHeight, bytes rlpParentNodes)",
        "bytes32"
    );

    /// <summary>The height stands before the hash lock here, and behind it in <see cref="ConfirmStakeIntent"/>.</summary>
    public static readonly AbiFunction ConfirmRedeemIntent = new(
        "confirmRedeemIntent(address redeemer, uint256 nonce, address beneficiary, uint256 amount, uint256 gasPrice, uint256 gasLimit, uint256 blockHeight, bytes32 hashLock, bytes rlpParentNodes)",
        "bytes32"
    );

    public static readonly AbiFunction ProgressStake = new($"progressStake{Progressing}");
    public static readonly AbiFunction ProgressMint = new($"progressMint{Progressing}");
    public static readonly AbiFunction ProgressRedeem = new($"progressRedeem{Progressing}");
    public static readonly AbiFunction ProgressUnstake = new($"progressUnstake{Progressing}");

    public static readonly AbiFunction ProgressStakeWithProof = new($"progressStakeWithProof{ProgressingByProof}");
    public static readonly AbiFunction ProgressMintWithProof = new($"progressMintWithProof{ProgressingByProof}");
    public static readonly AbiFunction ProgressRedeemWithProof = new($"progressRedeemWithProof{ProgressingByProof}");
    public static readonly AbiFunction ProgressUnstakeWithProof = new($"progressUnstakeWithProof{ProgressingByProof}");

    public static readonly AbiEvent StakeIntentDeclared = new(
        "StakeIntentDeclared(bytes32 indexed messageHash, address proxy, uint256 nonce, address beneficiary, uint256 amount)"
    );

    public static readonly AbiEvent RedeemIntentDeclared = new(
        "RedeemIntentDeclared(bytes32 indexed messageHash, address proxy, uint256 nonce, address beneficiary, uint256 amount)"
    );

    public static readonly AbiEvent StakeProgressed = new(
        "StakeProgressed(bytes32 indexed messageHash, address proxy, uint256 nonce, uint256 amount, bool proofProgress, bytes32 unlockSecret)"
    );

    public static readonly AbiEvent RedeemProgressed = new(
        "RedeemProgressed(bytes32 indexed messageHash, address proxy, uint256 nonce, uint256 amount, bool proofProgress, bytes32 unlockSecret)"
    );

    public static readonly AbiEvent MintProgressed = new(
        "MintProgressed(bytes32 indexed messageHash, address proxy, address beneficiary, uint256 amount, uint256 paidAmount, uint256 rewardAmount, bool proofProgress, bytes32 unlockSecret)"
    );

    public static readonly AbiEvent UnstakeProgressed = new(
        "UnstakeProgressed(bytes32 indexed messageHash, address proxy, address beneficiary, uint256 amount, uint256 paidAmount, uint256 rewardAmount, bool proofProgress, bytes32 unlockSecret)"
    );

    public static readonly AbiEvent StakeIntentConfirmed = new(
        "StakeIntentConfirmed(bytes32 indexed messageHash, address proxy, uint256 nonce, address beneficiary, uint256 amount, uint256 blockHeight, bytes32 hashLock)"
    );

    public static readonly AbiEvent RedeemIntentConfirmed = new(
        "RedeemIntentConfirmed(bytes32 indexed messageHash, address proxy, uint256 nonce, address beneficiary, uint256 amount, uint256 blockHeight, bytes32 hashLock)"
    );

    public static readonly AbiEvent GatewayProven = new(
        "GatewayProven(address gateway, uint256 blockHeight, bytes32 storageRoot, bool wasAlreadyProved)"
    );
}
