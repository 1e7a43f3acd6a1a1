using Microsoft.Extensions.Logging;

namespace Anchor.Grains.Tests.Harness;

/// <summary>Keeps what the silos log, for the message of a test that fails.</summary>
internal sealed class TestLog(TimeProvider time) : ILoggerProvider, ILogger
{
    private const int Kept = 60;
    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();

    public override string ToString()
    {
        lock (_gate)
        {
            return string.Join('\n', _lines);
        }
    }

    public bool Has(string text)
    {
        lock (_gate)
        {
            return _lines.Any(line => line.Contains(text, StringComparison.Ordinal));
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        lock (_gate)
        {
            var cause = exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})";
            _lines.Enqueue($"{time.GetUtcNow():HH:mm:ss} {logLevel}: {formatter(state, exception)}{cause}");
            while (_lines.Count > Kept)
            {
                _lines.Dequeue();
            }
        }
    }

    public void Dispose() { }
}
