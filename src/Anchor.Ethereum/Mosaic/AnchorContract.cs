using Anchor.Ethereum.Abi;

namespace Anchor.Ethereum.Mosaic;

/// <summary><c>Anchor</c>: the last few state roots of the other chain, which the organization brings.</summary>
public static class AnchorContract
{
    /// <summary>Zero if the root is not known, or not any more.</summary>
    public static readonly AbiFunction StateRoot = new("getStateRoot(uint256 blockHeight)", "bytes32");

    public static readonly AbiFunction LatestHeight = new("getLatestStateRootBlockHeight()", "uint256");
    public static readonly AbiFunction RemoteChainId = new("getRemoteChainId()", "uint256");
    public static readonly AbiFunction AnchorStateRoot = new(
        "anchorStateRoot(uint256 blockHeight, bytes32 stateRoot)",
        "bool"
    );
    public static readonly AbiEvent StateRootAvailable = new(
        "StateRootAvailable(uint256 blockHeight, bytes32 stateRoot)"
    );
}

/// <summary><c>Organization</c>: who may work for the gateways.</summary>
public static class OrganizationContract
{
    public static readonly AbiFunction IsWorker = new("isWorker(address)", "bool");

    /// <summary>The block at which the worker's term ends, or zero.</summary>
    public static readonly AbiFunction Workers = new("workers(address)", "uint256");
    public static readonly AbiFunction SetWorker = new("setWorker(address worker, uint256 expirationHeight)");
}

/// <summary>The calls of EIP-20 that are needed.</summary>
public static class TokenContract
{
    public static readonly AbiFunction Approve = new("approve(address spender, uint256 amount)", "bool");
    public static readonly AbiFunction Transfer = new("transfer(address to, uint256 amount)", "bool");
    public static readonly AbiFunction Allowance = new("allowance(address owner, address spender)", "uint256");
    public static readonly AbiFunction BalanceOf = new("balanceOf(address)", "uint256");
    public static readonly AbiFunction TotalSupply = new("totalSupply()", "uint256");

    /// <summary>Base coin into token; OSTPrime only.</summary>
    public static readonly AbiFunction Wrap = new("wrap()", "bool");
}
