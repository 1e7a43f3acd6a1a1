using Anchor.Hosting.Configuration;
using Anchor.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Hosting;

/// <summary>What the programs that serve have in common: how their host begins, and how a start that cannot be ends.</summary>
public static class ServerProgram
{
    /// <summary>A host that logs a line for each event, and of the framework only what is wrong.</summary>
    public static WebApplicationBuilder CreateBuilder()
    {
        // The framework would watch its settings file, and with it everything under the working directory: also every write to the database.
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
        return builder;
    }

    /// <summary>Runs a program to its exit code. What its configuration or its database forbids ends it with a line for each fault.</summary>
    public static async Task<int> RunAsync(Func<Task<int>> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        try
        {
            return await program();
        }
        catch (AnchorConfigurationException e)
        {
            return await RefuseAsync(e.Faults);
        }
        catch (OptionsValidationException e)
        {
            return await RefuseAsync(e.Failures);
        }
        catch (StorageStartException e)
        {
            return await RefuseAsync([e.Message]);
        }
    }

    private static async Task<int> RefuseAsync(IEnumerable<string> faults)
    {
        foreach (var fault in faults)
        {
            await Console.Error.WriteLineAsync(fault);
        }

        return AnchorConfigurationException.ExitCode;
    }
}
