using System.Collections.Immutable;
using Anchor.Hathor.Vertices;

namespace Anchor.Hathor.Node;

/// <summary>What a node says of itself and its network (<c>GET version</c>).</summary>
/// <param name="RewardSpendMinBlocks">For how many blocks a reward stays locked.</param>
/// <param name="GenesisBlock">The hash of the first block, which tells networks of one name apart; null from nodes that do not say.</param>
public sealed record NodeVersion(string Version, string Network, int RewardSpendMinBlocks, string? GenesisBlock);

/// <summary>A block by its place in the best chain.</summary>
public sealed record BlockPlace(long Height, string Id);

/// <summary>Where the best chain ends (<c>GET status</c>).</summary>
/// <param name="Best">The best block.</param>
/// <param name="Recent">The end of the best chain, the newest first: where a fork that is not deep is found in one look.</param>
public sealed record NodeStatus(BlockPlace Best, ImmutableArray<BlockPlace> Recent);

/// <summary>A block of the best chain.</summary>
/// <param name="Transactions">What it confirms; null from a node that does not know <c>include_transactions</c>.</param>
public sealed record NodeBlock(HathorVertex Block, ImmutableArray<HathorVertex>? Transactions);
