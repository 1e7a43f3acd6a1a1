using Anchor.Ethereum.Abi;

namespace Anchor.Ethereum.Mosaic;

/// <summary>
/// Where requests are made: <c>OSTComposer</c> on the origin chain and <c>RedeemPool</c> on the auxiliary one, which differ in little more
/// than names (mosaic-contracts 0.12.0).
/// </summary>
public sealed class PoolContract
{
    private const string Terms =
        "(uint256 amount, address beneficiary, uint256 gasPrice, uint256 gasLimit, uint256 nonce, address gateway)";

    private const string FullTerms =
        "(uint256 amount, address beneficiary, uint256 gasPrice, uint256 gasLimit, uint256 nonce, address account, address gateway)";

    private const string AcceptTerms =
        "(uint256 amount, address beneficiary, uint256 gasPrice, uint256 gasLimit, uint256 nonce, address account, address gateway, bytes32 hashLock)";

    private const string RequestedTerms =
        "(uint256 amount, address beneficiary, uint256 gasPrice, uint256 gasLimit, uint256 nonce, address indexed account, address proxy, address gateway, bytes32 requestHash)";

    private const string ClosedTerms = "(address indexed account, bytes32 requestHash)";

    /// <summary>The composer.</summary>
    public static readonly PoolContract Composer = new("Stake", "Staker", "stakerProxies", "stakeRequestHashes");

    /// <summary>The redeem pool.</summary>
    public static readonly PoolContract RedeemPool = new(
        "Redeem",
        "Redeemer",
        "redeemerProxies",
        "redeemRequestHashes"
    );

    private PoolContract(string verb, string who, string proxies, string hashes)
    {
        Request = new($"request{verb}{Terms}", "bytes32");
        Accept = new($"accept{verb}Request{AcceptTerms}", "bytes32");
        Reject = new($"reject{verb}Request{FullTerms}");
        Revoke = new($"revoke{verb}Request{Terms}");
        Proxies = new($"{proxies}(address)", "address");
        RequestHashes = new($"{hashes}(address account, address gateway)", "bytes32");
        Requested = new($"{verb}Requested{RequestedTerms}");
        Revoked = new($"{verb}Revoked{ClosedTerms}");
        Rejected = new($"{verb}Rejected{ClosedTerms}");
        RequestType =
            $"{verb}Request(uint256 amount,address beneficiary,uint256 gasPrice,uint256 gasLimit,uint256 nonce,address {who.ToLowerInvariant()},address {(verb == "Stake" ? "gateway" : "cogateway")})";
    }

    public AbiFunction Request { get; }

    public AbiFunction Accept { get; }

    public AbiFunction Reject { get; }

    public AbiFunction Revoke { get; }

    /// <summary>The proxy of an account, or zero.</summary>
    public AbiFunction Proxies { get; }

    /// <summary>The one open request of an account at a gateway, or zero.</summary>
    public AbiFunction RequestHashes { get; }

    public AbiFunction Organization { get; } = new("organization()", "address");

    public AbiEvent Requested { get; }

    public AbiEvent Revoked { get; }

    public AbiEvent Rejected { get; }

    /// <summary>The text whose hash begins the request's hash.</summary>
    internal string RequestType { get; }
}
