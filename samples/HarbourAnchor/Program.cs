using Anchor.Hosting;
using HarbourAnchor;

// A business with a look, questions and fees of its own. The folders static and templates beside this file are found by their names.
var builder = WebApplication.CreateBuilder(args);
builder
    .AddAnchor()
    .UseRails<HarbourRails>()
    .UseFees<HarbourFees>()
    .UseDepositFlow<HarbourDepositFlow>()
    .UseToml<HarbourToml>()
    .UsePageValues<CounterHours>();

var app = builder.Build();
app.MapAnchor();
await app.RunAsync();
