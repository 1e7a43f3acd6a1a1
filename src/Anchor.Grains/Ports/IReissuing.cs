namespace Anchor.Grains.Ports;

/// <summary>
/// Puts the anchor's accounts and assets on a network that began anew; what is there already stays as it is. Registered only where the
/// program holds every key itself, as it does with a sandbox of its own.
/// </summary>
public interface IReissuing
{
    Task ReissueAsync(CancellationToken cancellationToken);
}
