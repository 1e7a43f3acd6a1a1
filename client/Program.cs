using Anchor.Hosting;
using Anchor.Hosting.Configuration;
using Anchor.Storage;
using Microsoft.AspNetCore.Connections;

// The frontend alone: what wallets, users and operators see. Built on Microsoft Orleans it holds no grain and finds its silos in the
// database; any number of it may run. Built on the embedded runtime it is a whole anchor.
try
{
    var builder = WebApplication.CreateSlimBuilder(
        new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] }
    );
    builder.Logging.AddSimpleConsole(console =>
    {
        console.SingleLine = true;
        console.TimestampFormat = "HH:mm:ss.fff ";
        console.UseUtcTimestamp = true;
    });
    builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
    foreach (var warning in builder.AddAnchorClient().Settings.Warnings)
    {
        await Console.Error.WriteLineAsync(warning);
    }

    await using var app = builder.Build();
    app.MapAnchor();
    await app.StartAsync();
    await app.WaitForShutdownAsync();
    return app.Services.GetRequiredService<IDatabase>().Lost.IsCancellationRequested ? 1 : 0;
}
catch (AnchorConfigurationException e)
{
    foreach (var fault in e.Faults)
    {
        await Console.Error.WriteLineAsync(fault);
    }

    return AnchorConfigurationException.ExitCode;
}
catch (StorageStartException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return AnchorConfigurationException.ExitCode;
}
catch (IOException e) when (e.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync($"{e.Message} LISTEN_URL chooses another address.");
    return 1;
}
