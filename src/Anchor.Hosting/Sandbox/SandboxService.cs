using Anchor.Grains.Ports;
using Anchor.Hosting.Configuration;
using Anchor.Sandbox;
using Anchor.Sandbox.Bank;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Anchor.Hosting.Sandbox;

/// <summary>Runs the sandbox network and its bank beside the anchor: started before it, gone after it.</summary>
internal sealed class SandboxService(SandboxHost host) : IHostedService
{
    // Long enough to see a pending status go by.
    private static readonly TimeSpan BankTakes = TimeSpan.FromSeconds(1);

    public static void Add(IServiceCollection services, SandboxSettings sandbox, AnchorSettings settings)
    {
        services.AddSingleton(provider => new DemoBank(
            new DemoBankOptions
            {
                BookFile = Path.Combine(settings.DataFolder, "bank.db"),
                Time = provider.GetRequiredService<TimeProvider>(),
                SettleAfter = BankTakes,
                ArriveAfter = BankTakes,
            }
        ));
        services.AddSingleton(provider =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(sandbox.LedgerFile))!);
            return SandboxHost.Build(
                new SandboxOptions
                {
                    Passphrase = settings.Passphrase,
                    CloseInterval = sandbox.CloseInterval,
                    LedgerFile = sandbox.LedgerFile,
                    Time = provider.GetRequiredService<TimeProvider>(),
                },
                (sandbox.ListenUrl ?? sandbox.Url).GetLeftPart(UriPartial.Authority),
                provider.GetRequiredService<DemoBank>(),
                isPublished: sandbox.ListenUrl is not null
            );
        });
        services.AddHostedService<SandboxService>();
        services.AddSingleton<SandboxIssuing>();
        services.AddSingleton<IReissuing>(provider => provider.GetRequiredService<SandboxIssuing>());
        services.AddHostedService(provider => provider.GetRequiredService<SandboxIssuing>());
    }

    public Task StartAsync(CancellationToken cancellationToken) => host.StartAsync(cancellationToken);

    /// <summary>Nothing: what stops after this may still ask the network. The container disposes it last.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
