using System.Diagnostics;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Facilitator;
using Anchor.Silo.Doctor;
using Anchor.Storage;
using Anchor.Storage.Mosaic;
using Microsoft.Extensions.Hosting;

namespace Anchor.Silo.Commands.Facilitator;

/// <summary>A facilitator that was set up here, and the process that runs it, if one does.</summary>
internal sealed record KnownFacilitator(string Chain, string File, int? ProcessId);

/// <summary>Finds the facilitators of this machine: by the locks of their files, or the leases in their databases.</summary>
internal static class RunningFacilitators
{
    public static async Task<IReadOnlyList<KnownFacilitator>> FindAsync(
        string? chain,
        string? file,
        CancellationToken cancellationToken
    )
    {
        List<KnownFacilitator> found = [];
        var chains = chain is not null ? [chain] : FacilitatorPaths.KnownChains();
        foreach (var id in chains)
        {
            var path = file ?? FacilitatorPaths.FacilitatorFiles(id).FirstOrDefault(File.Exists);
            if (path is null)
            {
                throw new AnchorConfigurationException([
                    $"No facilitator configuration of chain {id} was found: {string.Join(", ", FacilitatorPaths.FacilitatorFiles(id))}.",
                ]);
            }

            found.Add(
                new KnownFacilitator(
                    id,
                    path,
                    await ProcessOfAsync(new FacilitatorFiles(path, null, id, []), id, cancellationToken)
                )
            );
        }

        return found;
    }

    private static async Task<int?> ProcessOfAsync(
        FacilitatorFiles files,
        string chain,
        CancellationToken cancellationToken
    )
    {
        var settings = FacilitatorConfiguration.Load(files);
        if (settings.Database.SqlitePath is { } sqlite)
        {
            return LockHolder.Of($"{sqlite}.lock");
        }

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAnchorStorage(FacilitatorHosting.StorageOf(settings));
        using var host = builder.Build();
        var running = await host.Services.GetRequiredService<ProcessLeases>().ListAsync(cancellationToken);
        return running
            .Where(process => process.Role.ChainId == chain && process.Host == Environment.MachineName)
            .Select(process => (int)process.ProcessId)
            // A lease outlives whoever was killed by some seconds.
            .Where(IsAlive)
            .Select(process => (int?)process)
            .FirstOrDefault();
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
