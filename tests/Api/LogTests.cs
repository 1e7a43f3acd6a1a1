using System.Collections.Concurrent;

namespace Anchor.Api.Tests;

public sealed class LogTests
{
    [Fact]
    public async Task Log_tells_what_happened_but_no_token_memo_or_field()
    {
        using var log = new Recorder();
        await using var host = await ApiHost.StartAsync(replace: s => s.AddSingleton<ILoggerProvider>(log));
        var started = await host.StartTransactionAsync(
            "withdraw",
            new { asset_code = "TEST", email_address = "ada@example.org" }
        );
        var id = started.Text("id")!;
        var memo = host.Transactions[id].Memo!.Value;
        var browser = new Browser(host);

        await browser.GetAsync(started.Text("url")!);
        await browser.PostAsync(("amount", "100"), ("bank_account_number", "DE001234567"), ("bank_account_type", ""));
        await host.GetAsync($"/sep24/transaction?id={id}", host.Token()).JsonAsync(200);

        var text = string.Join('\n', log.Lines);
        Assert.Contains($"Transaction {id} started: withdrawal of {ApiHost.Test}", text, StringComparison.Ordinal);
        Assert.Contains($"Transaction {id}: the interactive pages were completed", text, StringComparison.Ordinal);
        foreach (var secret in new[] { "eyJ", memo, "ada@example.org", "DE001234567" })
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    private sealed class Recorder : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Enqueue(formatter(state, exception));

        public void Dispose() { }
    }
}
