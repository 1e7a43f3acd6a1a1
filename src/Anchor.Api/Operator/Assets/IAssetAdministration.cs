using System.Collections.Immutable;

namespace Anchor.Api.Operator.Assets;

/// <summary>What operators can do with assets while the anchor runs. Every change holds as soon as the call returns.</summary>
public interface IAssetAdministration
{
    Task<AssetList> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds an asset; refused if the installation has it already.</summary>
    Task<AssetOutcome> AddAsync(AssetChange asset, CancellationToken cancellationToken);

    /// <summary>Changes the terms of a stored asset; those of its open transactions too.</summary>
    Task<AssetOutcome> SetAsync(AssetChange change, CancellationToken cancellationToken);

    /// <summary>A disabled asset takes no new transactions; its open ones go on.</summary>
    Task<AssetOutcome> EnableAsync(AssetName name, bool enabled, CancellationToken cancellationToken);

    /// <summary>Removes a stored asset; refused while open transactions move it.</summary>
    Task<AssetOutcome> DeleteAsync(AssetName name, CancellationToken cancellationToken);

    /// <summary>Creates the issuer and the distribution account of an asset on a test network, and issues to it. What is there already stays; the steps come back as the answer's warnings.</summary>
    Task<AssetOutcome> IssueAsync(AssetIssueOrder order, CancellationToken cancellationToken);
}

/// <summary>What came of an act.</summary>
public abstract record AssetOutcome
{
    private AssetOutcome() { }

    public sealed record Done(AssetAnswer Answer) : AssetOutcome;

    /// <summary>It was asked for wrongly; a line for each fault.</summary>
    public sealed record Wrong(ImmutableArray<string> Faults) : AssetOutcome;

    /// <summary>It was asked for rightly, and cannot be done as things are.</summary>
    public sealed record NotNow(string Reason) : AssetOutcome;
}
