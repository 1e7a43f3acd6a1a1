using System.CommandLine;
using Anchor.Hosting.Facilitator;
using Anchor.Silo.Facilitator;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Commands.Facilitator;

/// <summary><c>anchor facilitator doctor</c>: whether files, keys, chains, contracts and workers fit together. Changes nothing.</summary>
internal static class FacilitatorDoctorCommand
{
    public static Command Create()
    {
        var files = new FileOptions();
        var command = new Command("doctor", "Check files, keys, chains, contracts and workers. Changes nothing.");
        files.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(files.Read(result), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(FacilitatorFiles files, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        var isWell = true;
        foreach (var settings in FacilitatorConfiguration.LoadAll(files))
        {
            await foreach (var finding in new FacilitatorCheckup(settings, http).RunAsync(cancellationToken))
            {
                isWell &= finding.IsWell;
                await Console.Out.WriteLineAsync($"{(finding.IsWell ? "ok    " : "FAILED")}  {finding.What}");
            }
        }

        return isWell ? ExitCodes.Done : ExitCodes.Failed;
    }
}
