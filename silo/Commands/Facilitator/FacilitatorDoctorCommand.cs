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
        var settings = FacilitatorConfiguration.Load(files);
        using var http = new HttpClient();
        var checkup = new FacilitatorCheckup(settings, http);
        await foreach (var finding in checkup.RunAsync(cancellationToken))
        {
            await Console.Out.WriteLineAsync($"{(finding.IsWell ? "ok    " : "FAILED")}  {finding.What}");
        }

        return checkup.IsWell ? ExitCodes.Done : ExitCodes.Failed;
    }
}
