using Anchor.Simulation.Engine;
using Microsoft.Extensions.Logging;

namespace Anchor.Simulation.World;

/// <summary>What the anchor logs as a warning is a line of the history, when somebody looks at it.</summary>
internal sealed class HistoryLog(Trace trace) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) =>
        throw new InvalidOperationException("The history is the only log.");

    public bool IsEnabled(LogLevel logLevel) => trace.KeepsLines && logLevel >= LogLevel.Warning;

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
        if (IsEnabled(logLevel))
        {
            trace.Note($"log: {formatter(state, exception)}{(exception is null ? "" : $" ({exception.Message})")}");
        }
    }

    public void Dispose() { }
}
