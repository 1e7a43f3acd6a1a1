using System.Net;

namespace Anchor.Silo.Wallet;

/// <summary>The anchor answered in a way that a wallet cannot go on from.</summary>
internal sealed class WalletException(string message) : Exception(message)
{
    public HttpStatusCode? Status { get; init; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool MayPass => Status is { } status && ((int)status >= 500 || status == HttpStatusCode.TooManyRequests);
}
