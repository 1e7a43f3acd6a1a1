using Anchor.Api.Http;

namespace Anchor.Api.Operator;

/// <summary><c>/info</c>: the same as the landing page, for programs.</summary>
internal sealed class InfoEndpoint(ServerInfo info)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/info", GetAsync);

    private Task GetAsync(HttpContext context) =>
        Reply.JsonAsync(
            context,
            info,
            static (writer, info) =>
            {
                writer.WriteStartObject();
                writer.WriteString("name"u8, "Anchor.Orleans");
                writer.WriteString("version"u8, ServerInfo.Version);
                writer.WriteString("runtime"u8, info.Runtime);
                writer.WriteString("network_passphrase"u8, info.NetworkPassphrase);
                writer.WriteString("horizon"u8, info.Horizon);
                writer.WriteStartObject("endpoints"u8);
                foreach (var (name, address) in info.Endpoints)
                {
                    writer.WriteString(name, address);
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        );
}
