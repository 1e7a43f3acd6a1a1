using System.Text.Json;

namespace Anchor.Protocols.Tests.Random;

public sealed class RandomEnvelopeTests(ITestOutputHelper output)
{
    private const string FileVariable = "ANCHOR_ENVELOPE_FILE";
    private const string SeedVariable = "ANCHOR_SEED";
    private const int FileCount = 10_000;

    private readonly int _seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), out var seed)
        ? seed
        : Environment.TickCount & int.MaxValue;

    [Fact]
    public void A_random_envelope_is_read_and_written_the_same()
    {
        output.WriteLine($"{SeedVariable}={_seed}");
        var envelopes = new RandomEnvelopes(_seed);
        var types = new HashSet<OperationType>();
        for (var i = 0; i < 1000; i++)
        {
            var envelope = envelopes.Next();
            var text = envelope.ToBase64();
            var read = TransactionEnvelope.Decode(text);

            Assert.True(text == read.ToBase64(), $"seed {_seed}, envelope {i}: {text}");
            Assert.Equal(envelope.Hash(RandomEnvelopes.Network), read.Hash(RandomEnvelopes.Network));
            types.UnionWith(Inner(read).Transaction.Operations.Select(o => o.Type));
        }

        Assert.Equal(Enum.GetValues<OperationType>().Length, types.Count);
    }

    [Fact]
    public void Random_damage_never_throws_anything_but_a_refusal_and_what_is_read_is_written_back()
    {
        output.WriteLine($"{SeedVariable}={_seed}");
        var envelopes = new RandomEnvelopes(_seed);
        var damage = new System.Random(_seed);
        var accepted = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = envelopes.Next().ToXdr();
            for (var hits = damage.Next(1, 4); hits > 0; hits--)
            {
                bytes[damage.Next(bytes.Length)] = damage.Next(3) == 0 ? (byte)0xff : (byte)damage.Next(256);
            }

            var text = Convert.ToBase64String(bytes);
            if (TransactionEnvelope.TryDecode(text, out var read, out _))
            {
                accepted++;
                Assert.True(text == read.ToBase64(), $"seed {_seed}, envelope {i}: {text}");
            }
        }

        Assert.InRange(accepted, 1, 4_999);
    }

    /// <summary>With ANCHOR_ENVELOPE_FILE set, writes there what tests/wallet-sdk/check-envelopes.mjs reads.</summary>
    [Fact]
    public void Envelopes_for_another_implementation_are_one_json_line_each()
    {
        output.WriteLine($"{SeedVariable}={_seed}");
        var path = Environment.GetEnvironmentVariable(FileVariable);
        using TextWriter file = path is null ? new StringWriter() : new StreamWriter(path);
        var count = path is null ? 100 : FileCount;

        RandomEnvelopes.Write(file, _seed, count);

        file.Flush();
        var lines = path is null ? file.ToString()!.TrimEnd().Split('\n') : [.. ReadShared(path)];
        Assert.Equal(count, lines.Length);
        Assert.All(lines, line => Assert.Equal(64, JsonDocument.Parse(line).RootElement.Text("hash").Length));
    }

    [Fact]
    public void Random_authorisation_entries_are_read_and_written_the_same()
    {
        output.WriteLine($"{SeedVariable}={_seed}");
        var random = new RandomValues(_seed);
        for (var i = 0; i < 1000; i++)
        {
            var text = RandomContracts.AuthorizationEntries(random).ToBase64();
            Assert.True(
                SorobanAuthorizationEntry.TryDecodeAll(text, out var entries),
                $"seed {_seed}, set {i}: {text}"
            );
            Assert.True(text == SorobanAuthorizationEntry.EncodeAll(entries), $"seed {_seed}, set {i}: {text}");
        }
    }

    [Fact]
    public void A_seed_always_gives_the_same_envelopes()
    {
        var (first, second) = (new RandomEnvelopes(_seed), new RandomEnvelopes(_seed));
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(first.Next().ToBase64(), second.Next().ToBase64());
        }
    }

    private static IEnumerable<string> ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static SimpleEnvelope Inner(TransactionEnvelope envelope) =>
        envelope is FeeBumpEnvelope bump ? bump.FeeBump.Inner : (SimpleEnvelope)envelope;
}
