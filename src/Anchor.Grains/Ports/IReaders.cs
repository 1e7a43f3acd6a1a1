namespace Anchor.Grains.Ports;

/// <summary>Runs the readers of ledger sources beside the grains that own their cursors.</summary>
public interface IReaders
{
    /// <summary>Starts a reader that hands pages to the source's grain under this epoch; one that ran here for the source stops.</summary>
    void Start(string source, long epoch, string? cursor);

    /// <summary>Stops the source's reader, if one runs here.</summary>
    void Stop(string source);
}
