using System.Collections.Immutable;
using System.Text.Json;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;

namespace Anchor.Protocols.Tests.Ethereum;

/// <summary>Test data written by ethers and by real chains; its keys are public test keys.</summary>
internal static class EthereumVectors
{
    internal static JsonElement Client { get; } = Load("client-vectors.json");

    internal static JsonElement Mosaic { get; } = Load("mosaic-vectors.json");

    internal static byte[] PrivateKey { get; } = Hex.Parse(Client.GetProperty("key").Text("privateKey"));

    internal static EthereumAddress Account { get; } = EthereumAddress.Parse(Client.GetProperty("key").Text("address"));

    internal static byte[] Bytes(this JsonElement element, string property) => Hex.Parse(element.Text(property));

    internal static UInt256 Decimal(this JsonElement element, string property) =>
        UInt256.TryParse(element.Text(property), out var number) ? number : throw new FormatException(property);

    internal static EthereumAccountProof Proof(JsonElement json) =>
        new(
            EthereumAddress.Parse(json.Text("address")),
            Nodes(json.GetProperty("accountProof")),
            Hex.TryParseQuantity(json.Text("balance"))!.Value,
            Bytes32.Parse(json.Text("codeHash")),
            Hex.TryParseQuantity(json.Text("nonce"))!.Value,
            Bytes32.Parse(json.Text("storageHash")),
            [
                .. json.GetProperty("storageProof")
                    .EnumerateArray()
                    .Select(storage => new EthereumStorageProof(
                        UInt256.FromBigEndian(storage.Bytes("key")),
                        Hex.TryParseQuantity(storage.Text("value"))!.Value,
                        Nodes(storage.GetProperty("proof"))
                    )),
            ]
        );

    private static ImmutableArray<ReadOnlyMemory<byte>> Nodes(JsonElement nodes) =>
        [.. nodes.EnumerateArray().Select(node => (ReadOnlyMemory<byte>)Hex.Parse(node.GetString()!))];

    private static JsonElement Load(string name) =>
        JsonDocument
            .Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "ethereum", name)))
            .RootElement;
}
