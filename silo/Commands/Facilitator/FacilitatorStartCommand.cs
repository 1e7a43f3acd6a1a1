using System.CommandLine;
using Anchor.Ethereum;
using Anchor.Hosting;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Facilitator;
using Anchor.Silo.Doctor;
using Anchor.Silo.Operator;
using Anchor.Storage;

namespace Anchor.Silo.Commands.Facilitator;

/// <summary><c>anchor facilitator start</c>: serves every pair that the files name, until SIGTERM.</summary>
internal static class FacilitatorStartCommand
{
    public static Command Create(string name, string description)
    {
        var command = new Command(name, description);
        Fill(command);
        return command;
    }

    public static void Fill(Command command, bool facilitates = true)
    {
        var files = new FileOptions();
        files.AddTo(command);
        var url = new Option<string?>("--url")
        {
            Description = "Where page, health and metrics are; a free port of the loopback address otherwise.",
        };
        command.Add(url);
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(files.Read(result), result.GetValue(url), facilitates, cancellationToken)
        );
    }

    private static async Task<int> RunAsync(
        FacilitatorFiles files,
        string? url,
        bool facilitates,
        CancellationToken cancellationToken
    )
    {
        var plan = FacilitatorPlan.Load(
            files,
            Environment.GetEnvironmentVariables(),
            Console.IsInputRedirected ? null : Ask,
            facilitates
        );
        var builder = ServerProgram.CreateBuilder();
        var installation = AnchorConfiguration.Load(builder.Configuration, builder.Environment.ContentRootPath);
        // Why a start failed is told in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        builder.Services.AddFacilitators(plan, installation);
        await using var app = builder.Build();
        app.MapFacilitator(installation.OperatorToken);
        app.Urls.Add(url ?? "http://127.0.0.1:0");
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (StorageFencedException e)
        {
            // Whoever keeps it from starting is named.
            var holders = plan
                .Parts.Select(part => part.Settings.Database.SqlitePath)
                .OfType<string>()
                .Select(file => LockHolder.Of($"{file}.lock"))
                .Where(holder => holder is not null);
            throw new AnchorConfigurationException([
                e.Message,
                .. holders.Select(holder => $"Process {holder} runs this facilitator already."),
            ]);
        }

        await Console.Out.WriteLineAsync(
            $"The {(facilitates ? "facilitator" : "listener")} serves {string.Join(", ", plan.Pairs)} ({string.Join(' ', app.Urls)})."
        );
        var facilitators = app.Services.GetRequiredService<Facilitators>();
        await app.WaitForShutdownAsync(cancellationToken);
        return facilitators.HasFailed ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static string? Ask(EthereumAddress worker) =>
        SecretInput.Read("", null, WorkerPasswords.VariableOf(worker), $"Password of {worker}: ");
}
