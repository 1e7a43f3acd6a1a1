using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Sep1;

/// <summary>Makes the stellar.toml once before the server listens, so that a function that gives nonsense stops the start.</summary>
internal sealed class TomlCheck(StellarToml toml, ILogger<TomlCheck> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        List<string> overruled = [];
        try
        {
            await toml.CheckAsync(overruled, cancellationToken);
        }
        catch (FormatException e)
        {
            throw new OptionsValidationException(nameof(StellarToml), typeof(IToml), [e.Message]);
        }

        foreach (var key in overruled)
        {
            logger.TomlOverruled(key);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
