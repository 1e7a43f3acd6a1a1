using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Anchor.Silo.Wallet;

namespace Anchor.Silo.Doctor;

/// <summary>The server that runs: it answers, is ready, and wallets find it, and no other, at HOST_URL and at the home domains.</summary>
internal sealed class ServerFindings(Installation installation, Instruments instruments)
{
    private const string TomlPath = "/.well-known/stellar.toml";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<List<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        if (installation.Holder is null)
        {
            return [await StrangerAsync(cancellationToken)];
        }

        if (!installation.IsServed)
        {
            return [Finding.Skipped("server.running", "", $"a command, process {installation.Holder}, holds the data")];
        }

        var findings = await ReadyAsync(cancellationToken);
        if (installation.Settings.ActiveSeps.Contains(1))
        {
            var host = installation.Settings.HostUrl.GetLeftPart(UriPartial.Authority);
            findings.Add(await TomlAsync("server.toml", host, cancellationToken));
            foreach (
                var domain in installation.Settings.HomeDomains.Where(domain =>
                    !domain.Equals(installation.Settings.HostUrl.Authority, StringComparison.OrdinalIgnoreCase)
                )
            )
            {
                var scheme = installation.Settings.LocalMode ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;
                findings.Add(await TomlAsync("server.home_domain", $"{scheme}://{domain}", cancellationToken));
            }
        }

        return findings;
    }

    /// <summary>No server of ours runs; is its place free?</summary>
    private async Task<Finding> StrangerAsync(CancellationToken cancellationToken)
    {
        const string Check = "server.running";
        var port = installation.Settings.ListenUrl.Port;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
            return Finding.Failed(
                Check,
                "",
                $"Another program listens on port {port}: a server could not start there."
            );
        }
        catch (Exception e)
            when (e is SocketException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return Finding.Skipped(Check, "", $"no server runs; port {port} is free");
        }
    }

    private async Task<List<Finding>> ReadyAsync(CancellationToken cancellationToken)
    {
        var url = installation.Operator?.Url ?? HereOf(installation.Settings.ListenUrl);
        try
        {
            using var response = await instruments.Http.GetAsync(new Uri(url, "health/ready"), cancellationToken);
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            List<Finding> findings = [Finding.Ok("server.running", $"{url}", $"process {installation.Holder} serves")];
            findings.AddRange(
                body.RootElement.GetProperty("checks")
                    .EnumerateObject()
                    .Select(check =>
                        check.Value.GetString() is "ok"
                            ? Finding.Ok("server.ready", check.Name, "ready")
                            : Finding.Failed(
                                "server.ready",
                                check.Name,
                                check.Value.GetString() ?? "no reason is given"
                            )
                    )
            );
            return findings;
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return
            [
                Finding.Failed(
                    "server.running",
                    $"{url}",
                    $"Process {installation.Holder} holds the data, and no anchor answers there."
                ),
            ];
        }
    }

    private async Task<Finding> TomlAsync(string check, string host, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await instruments.Http.GetAsync(new Uri(host + TomlPath), cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return Finding.Failed(
                    check,
                    host,
                    $"It answers {(int)response.StatusCode} for {TomlPath}: wallets do not find the anchor."
                );
            }

            var toml = AnchorToml.TopLevel(await response.Content.ReadAsStringAsync(cancellationToken));
            return toml.GetValueOrDefault("NETWORK_PASSPHRASE") != installation.Settings.Passphrase
                    ? Finding.Failed(check, host, "Its stellar.toml names another network.")
                : toml.GetValueOrDefault("SIGNING_KEY") != installation.Signing?.Account.ToString()
                    ? Finding.Failed(
                        check,
                        host,
                        "Its stellar.toml names another SIGNING_KEY: wallets will refuse our challenges."
                    )
                : Finding.Ok(check, host, "serves our stellar.toml");
        }
        catch (Exception e)
            when (e is HttpRequestException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return Finding.Failed(
                check,
                host,
                e is HttpRequestException ? $"It cannot be reached: {e.Message}" : "It does not answer in time."
            );
        }
    }

    private static Uri HereOf(Uri listen) =>
        listen.Host is "0.0.0.0" or "[::]" or "*" ? new Uri($"http://127.0.0.1:{listen.Port}") : listen;
}
