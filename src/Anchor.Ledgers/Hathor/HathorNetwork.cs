using System.Collections.Immutable;
using Anchor.Grains.Sync;
using Anchor.Hathor;
using Anchor.Hathor.Node;
using Anchor.Hathor.Vertices;

namespace Anchor.Ledgers.Hathor;

/// <summary>A network that is followed: its name, its node, and what the node said of itself.</summary>
public sealed class HathorNetwork(string name, HathorNodeOptions options, HathorNodeClient node)
{
    private NodeVersion? _version;

    public string Name { get; } = name;

    public HathorNodeOptions Options { get; } = options;

    public HathorNodeClient Node { get; } = node;

    /// <summary>Asks the node who it is, each time anew: it may be another one behind the same address.</summary>
    /// <param name="stored">The first block of what is stored; null if nothing is.</param>
    /// <returns>What is wrong with it; null if nothing is.</returns>
    public async Task<string?> IdentifyAsync(string? stored, CancellationToken cancellationToken)
    {
        _version = await Node.GetVersionAsync(cancellationToken);
        if (!IsNamed(_version.Network))
        {
            return $"The node at {Options.Url} is of {_version.Network}, not of {Name}.";
        }

        // Test networks begin anew under their old names, and not every node tells its first block here.
        var first =
            _version.GenesisBlock
            ?? (await Node.GetBlockAtHeightAsync(0, withTransactions: false, cancellationToken))?.Block.Id;
        return KnownNetworks.FirstBlockOf(Name) is { } known && first is not null && first != known
                ? $"The node at {Options.Url} begins with block {first}, {Name} with {known}."
            : stored is not null && first is not null && first != stored
                ? $"The node at {Options.Url} begins with block {first}, what is stored of {Name} with {stored}: it is another network of that name."
            : null;
    }

    /// <summary>For how many blocks a reward stays locked.</summary>
    public async Task<int> RewardLockAsync(CancellationToken cancellationToken) =>
        (_version ??= await Node.GetVersionAsync(cancellationToken)).RewardSpendMinBlocks;

    /// <summary>What the projection is told of a vertex.</summary>
    public static SyncVertex ToSync(HathorVertex vertex, int rewardLock)
    {
        ArgumentNullException.ThrowIfNull(vertex);
        if (vertex.IsBlock && vertex.Height is null)
        {
            throw new HathorException($"The block {vertex.Id} has no height.");
        }

        return new SyncVertex(
            vertex.Id,
            vertex.Version,
            vertex.Timestamp,
            vertex.IsBlock ? vertex.Height : null,
            vertex.IsBlock && !vertex.Parents.IsEmpty ? vertex.Parents[0] : null,
            [.. vertex.Inputs.Select(input => new OutputKey(input.TxId, input.Index))],
            [.. vertex.Outputs.Select(output => ToSync(output, vertex, rewardLock))],
            vertex.IsTokenCreation ? new TokenNames(vertex.TokenName ?? "", vertex.TokenSymbol ?? "") : null
        );
    }

    /// <summary>A test network is often called by its kind and a name of its own: <c>testnet-golf</c> of <c>testnet</c>.</summary>
    private bool IsNamed(string other) =>
        string.Equals(Name, other, StringComparison.OrdinalIgnoreCase)
        || other.StartsWith(Name + "-", StringComparison.OrdinalIgnoreCase);

    private static SyncOutput ToSync(HathorOutput output, HathorVertex vertex, int rewardLock) =>
        new(
            output.Address,
            output.Token ?? throw new HathorException($"An output of {vertex.Id} does not say its token."),
            output.IsAuthority ? 0 : output.Value,
            output.IsAuthority ? (int)(output.Value & 3) : 0,
            output.Timelock is > 0 ? output.Timelock : null,
            vertex.IsBlock ? vertex.Height + rewardLock : null
        );
}
