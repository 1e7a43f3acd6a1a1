using Anchor.Hosting;
using Anchor.Storage;
using Microsoft.AspNetCore.Connections;

// The frontend alone: what wallets, users and operators see. Built on Microsoft Orleans it holds no grain and finds its silos in the
// database; any number of it may run. Built on the embedded runtime it is a whole anchor.
return await ServerProgram.RunAsync(async () =>
{
    var builder = ServerProgram.CreateBuilder();
    foreach (var warning in builder.AddAnchorClient().Settings.Warnings)
    {
        await Console.Error.WriteLineAsync(warning);
    }

    await using var app = builder.Build();
    app.MapAnchor();
    try
    {
        await app.StartAsync();
    }
    catch (IOException e) when (e.InnerException is AddressInUseException)
    {
        await Console.Error.WriteLineAsync($"{e.Message} LISTEN_URL chooses another address.");
        return 1;
    }

    await app.WaitForShutdownAsync();
    return app.Services.GetRequiredService<IDatabase>().Lost.IsCancellationRequested ? 1 : 0;
});
