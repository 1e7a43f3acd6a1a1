using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Anchor.Domain;

namespace Anchor.Storage.Tests;

/// <summary>
/// One file per stored type and schema version, with every member set. What a past version wrote is read for ever; a
/// file never changes once released, a new member is added to the newest one.
/// </summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Files =>
        [
            .. Directory
                .GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"))
                .Select(file => Path.GetFileName(file)!),
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_stored_form_is_read_and_written_as_it_always_was(string file)
    {
        var stored = ReadGolden(file);
        var type = TypeOf(file);

        var state = JsonSerializer.Deserialize(stored, type);
        Assert.Equal(stored, Plain(JsonSerializer.Serialize(state, type)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_golden_file_holds_every_member(string file)
    {
        using var golden = JsonDocument.Parse(ReadGolden(file));
        var written = golden.RootElement.EnumerateObject().Select(member => member.Name);

        Assert.Empty(TypeOf(file).Properties.Select(property => property.Name).Except(written, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_stored_type_has_a_golden_file_of_the_present_version() =>
        Assert.Equal(
            [
                $"payment.{StoredJson.SchemaVersion}.json",
                $"payout.{StoredJson.SchemaVersion}.json",
                $"transaction.{StoredJson.SchemaVersion}.json",
            ],
            Files.Select(row => row.Data).Order(StringComparer.Ordinal)
        );

    private static JsonTypeInfo TypeOf(string file) =>
        file.Split('.')[0] switch
        {
            "transaction" => StoredJson.Default.AnchorTransaction,
            "payment" => StoredJson.Default.IncomingPayment,
            _ => StoredJson.Default.Payout,
        };

    private static string ReadGolden(string file) =>
        Plain(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file)));

    /// <summary>Without the indentation that the files have for their readers, and with one way to escape.</summary>
    private static string Plain(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement);
    }
}
