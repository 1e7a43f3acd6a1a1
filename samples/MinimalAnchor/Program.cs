using Anchor.Hosting;
using MinimalAnchor;

// With nothing configured this brings a sandbox network with an asset; HORIZON_URI, SIGNING_SEED and Assets take it elsewhere.
var builder = WebApplication.CreateBuilder(args);
builder.AddAnchor().UseRails<PocketRails>();

var app = builder.Build();
app.MapAnchor();
await app.RunAsync();
