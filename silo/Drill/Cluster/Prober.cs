using System.Collections.Concurrent;
using Anchor.Silo.Wallet;
using Anchor.Stellar;

namespace Anchor.Silo.Drill.Cluster;

/// <summary>
/// A wallet that asks for one transaction again and again, and repeats each question at most twice, a second later. Counts the answers,
/// and the questions that all three tries left without one.
/// </summary>
internal sealed class Prober(HttpClient browser, Uri anchor, CreditAsset asset, KeyPair user, TimeProvider time)
{
    private const int Tries = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(100);
    private readonly WalletClient _client = new(browser, anchor);

    /// <summary>Answers other than the transaction: the HTTP status, or 0 where the connection broke.</summary>
    public ConcurrentDictionary<int, int> Faults { get; } = [];

    public int Questions { get; private set; }

    /// <summary>Questions that three tries left unanswered.</summary>
    public int Unanswered { get; private set; }

    public async Task RunAsync(CancellationToken stopping)
    {
        AnchorToml? toml = null;
        var (token, id) = ("", "");
        // The faults of the network strike here too; what counts are the questions.
        while (
            !await TryAsync(
                async () =>
                {
                    toml = await _client.ReadTomlAsync(stopping);
                    token = await _client.SignInAsync(toml, user, stopping);
                    id = (await _client.StartAsync(toml, token, "deposit", Fields, stopping)).Id;
                },
                stopping
            )
        )
        {
            await Task.Delay(Pause, time, stopping);
        }

        while (!stopping.IsCancellationRequested)
        {
            Questions++;
            var tries = 1;
            while (!await TryAsync(() => _client.GetAsync(toml!, token, id, stopping), stopping) && tries < Tries)
            {
                tries++;
                await Task.Delay(Pause, time, stopping);
            }

            Unanswered += tries == Tries ? 1 : 0;
            await Task.Delay(BetweenQuestions, time, stopping);
        }
    }

    private Dictionary<string, string> Fields =>
        new() { ["asset_code"] = asset.Code, ["account"] = user.Account.ToString() };

    private async Task<bool> TryAsync(Func<Task> exchange, CancellationToken stopping)
    {
        try
        {
            await exchange();
            return true;
        }
        catch (Exception e)
            when (e is WalletException or HttpRequestException or IOException
                || (e is OperationCanceledException && !stopping.IsCancellationRequested)
            )
        {
            Faults.AddOrUpdate((int?)(e as WalletException)?.Status ?? 0, 1, static (_, count) => count + 1);
            return false;
        }
    }
}
