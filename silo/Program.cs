using System.CommandLine;
using Anchor.Hosting;
using Anchor.Silo.Commands;
using Anchor.Silo.Commands.Assets;
using Anchor.Silo.Commands.Facilitator;
using Anchor.Silo.Commands.Sync;
using Anchor.Silo.Commands.Testnet;
using Anchor.Silo.Operator;

var root = new RootCommand(
    "A Stellar anchor made of grains. Without a verb it serves; with nothing configured it brings a network of its own."
)
{
    ServeCommand.Create(),
    SandboxCommand.Create(),
    DemoCommand.Create(),
    DrillCommand.Create(),
    ConfigCommand.Create(),
    DoctorCommand.Create(),
    StatusCommand.Create(),
    WatchCommand.Create(),
    HealthCommand.Create(),
    StorageCommand.Create(),
    AssetsCommand.Create(),
    TestnetCommand.Create(),
    FacilitatorCommand.Create(),
    SyncCommand.Create(),
};
foreach (var command in PollCommands.Create())
{
    root.Add(command);
}

root.SetAction((_, cancellationToken) => ServeCommand.RunAsync(cancellationToken));

return await ServerProgram.RunAsync(async () =>
{
    // The hosts listen to SIGTERM themselves, and stop in their own order.
    var invocation = new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };
    var parsed = root.Parse(args);
    var code = await parsed.InvokeAsync(invocation);
    return parsed.Errors.Count > 0 ? ExitCodes.WrongUse : code;
});
