using System.CommandLine;
using Anchor.Ethereum;
using Anchor.Hosting.Facilitator;
using Anchor.Silo.Facilitator;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Commands.Facilitator;

/// <summary><c>anchor facilitator sandbox</c>: two development chains with the contracts, an organization that anchors, and somebody who stakes.</summary>
internal static class FacilitatorSandboxCommand
{
    private const string Folder = "mosaic-sandbox";
    private const int Confirmations = 2;
    private static readonly TimeSpan AnchorInterval = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var command = new Command(
            "sandbox",
            $"Run two local chains with the contracts, write ./{Folder}, anchor, and stake once."
        );
        command.SetAction((_, cancellationToken) => Stop.AtSignalAsync(RunAsync, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (AnvilProgram.Find() is null)
        {
            await Console.Error.WriteLineAsync(AnvilProgram.Missing);
            return ExitCodes.WrongUse;
        }

        await using var sandbox = await MosaicSandbox.StartAsync(
            new SandboxChoice(BlockTime: 1, Confirmations: Confirmations),
            cancellationToken
        );
        // The chains are new, and what an earlier facilitator knew is of chains that are gone.
        foreach (var old in Directory.Exists(Folder) ? Directory.GetFiles(Folder) : [])
        {
            File.Delete(old);
        }

        using var worker = DevelopmentChain.Key("worker");
        var file = SandboxFiles.Write(sandbox, Folder, [worker], Confirmations);
        using var person = await sandbox.NewPersonAsync(cancellationToken);
        var beneficiary = DevelopmentChain.Address("beneficiary");
        var request = await person.StakeAsync(MosaicSandbox.Ether * 1_000, beneficiary, cancellationToken);
        var output = Console.Out;
        output.WriteLine(
            $"Origin chain {sandbox.Origin.ChainId} at {sandbox.Origin.Url}, auxiliary chain {sandbox.Auxiliary.ChainId} at {sandbox.Auxiliary.Url}"
        );
        output.WriteLine(
            $"Stake request {request.Hash} of {request.Amount} for {beneficiary} waits. In another terminal:"
        );
        output.WriteLine($"  export {WorkerPasswords.VariableOf(EthereumAddress.Of(worker))}={SandboxFiles.Password}");
        output.WriteLine($"  anchor facilitator doctor {file}");
        output.WriteLine($"  anchor facilitator start {file}");
        await sandbox.KeepAnchoringAsync(AnchorInterval, cancellationToken);
        return ExitCodes.Done;
    }
}
