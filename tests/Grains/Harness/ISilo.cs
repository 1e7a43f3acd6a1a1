namespace Anchor.Grains.Tests.Harness;

/// <summary>One running process of grains, on whichever runtime: all that a test of grains needs to know of it.</summary>
internal interface ISilo : IAsyncDisposable
{
    IGrainFactory Grains { get; }

    /// <summary>Ends as an operator ends it: running calls may finish.</summary>
    Task StopAsync();

    /// <summary>Ends as a power cut ends it: from now on nothing of it reaches the storage, the ledger or the rails.</summary>
    Task KillAsync();
}
