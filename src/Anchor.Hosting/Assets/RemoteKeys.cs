using Anchor.Hosting.Configuration;
using Anchor.Ledgers.Signing;
using Anchor.Stellar;

namespace Anchor.Hosting.Assets;

/// <summary>The keys behind external signers, which are told who asks by <c>SIGNER_TOKEN</c>.</summary>
internal sealed class RemoteKeys(IHttpClientFactory http, AnchorSettings settings, Network network)
{
    public IRemoteKey At(Uri url) =>
        new HttpKey(http.CreateClient(nameof(RemoteKeys)), url, settings.SignerToken, network);
}
