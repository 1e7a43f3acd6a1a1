using System.CommandLine;
using Anchor.Benchmarks;
using Anchor.Benchmarks.Servers;

var only = new Option<string?>("--only") { Description = $"One of: {string.Join(", ", Plan.Names)}." };
only.AcceptOnlyFromAmong([.. Plan.Names]);
var quick = new Option<bool>("--quick")
{
    Description = "Shorter runs and a smaller store: for a look, not for a record.",
};
var json = new Option<bool>("--json") { Description = "Print the figures as JSON." };
var folder = new Option<string>("--folder")
{
    Description = "Where the databases go; a folder of its own is made in it. Give one on the disk that matters.",
    DefaultValueFactory = _ => Path.GetTempPath(),
};
var silos = new Option<int>("--silos")
{
    Description = "How many silos a cluster has, all on the two processors; the figures are of all of them.",
    DefaultValueFactory = static _ => 1,
};
silos.Validators.Add(static result =>
{
    var count = result.GetValueOrDefault<int>();
    if (count < 1 || (count > 1 && !BenchmarkOptions.IsCluster))
    {
        result.AddError("--silos: one, or more in a build on Microsoft Orleans.");
    }
});
var database = new Option<string?>("--database")
{
    Description =
        "A database on PostgreSQL whose user may create others, as DATABASE_URL names it; SQLite files otherwise.",
};
var root = new RootCommand("Measures the anchor under load, and beside each figure the limit that bounds it.")
{
    only,
    quick,
    json,
    folder,
    silos,
    database,
    BareServer.Command(),
    RailsServer.Command(),
    RailsServer.ClientCommand(),
};
root.SetAction(
    (arguments, cancellationToken) =>
        Plan.RunAsync(
            new BenchmarkOptions(
                arguments.GetValue(only),
                arguments.GetValue(quick),
                arguments.GetValue(json),
                arguments.GetValue(folder)!,
                arguments.GetValue(silos),
                arguments.GetValue(database)
            ),
            cancellationToken
        )
);
return await root.Parse(args).InvokeAsync();
