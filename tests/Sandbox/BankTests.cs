using System.Net.Http.Json;
using System.Text.Json;
using Anchor.Sandbox.Bank;

namespace Anchor.Sandbox.Tests;

public sealed class BankTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sandbox-bank-").FullName;
    private readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Money_leaves_once_for_a_key_however_often_it_is_asked_for()
    {
        using var bank = new DemoBank(new DemoBankOptions { Time = _time });

        var first = bank.Send(Order("key 1"));
        var again = bank.Send(Order("key 1"));

        Assert.Equal(first.Reference, again.Reference);
        Assert.Equal((2, 1), (again.Attempts, again.Effects));
        Assert.Equal((12.5m, 1, 0), (bank.Audit().OutgoingTotal, bank.Audit().Effects, bank.Audit().RepeatedEffects));
    }

    [Fact]
    public void Bank_that_does_not_know_keys_pays_twice_and_its_book_says_so()
    {
        using var bank = new DemoBank(new DemoBankOptions { Time = _time, Deduplicate = false });

        bank.Send(Order("key 1"));
        bank.Send(Order("key 1"));

        Assert.Equal((25m, 2, 1), (bank.Audit().OutgoingTotal, bank.Audit().Effects, bank.Audit().RepeatedEffects));
    }

    [Fact]
    public void Transfers_settle_and_arrive_in_their_time()
    {
        var delay = TimeSpan.FromSeconds(5);
        using var bank = new DemoBank(
            new DemoBankOptions
            {
                Time = _time,
                SettleAfter = delay,
                ArriveAfter = delay,
            }
        );

        Assert.Equal(TransferStatus.Pending, bank.Send(Order("key 1")).Status);
        Assert.Equal(TransferStatus.Pending, bank.Announce("tx 1", "7").Status);
        _time.Advance(delay);
        Assert.Equal(TransferStatus.Settled, bank.FindOutgoing("key 1")!.Status);
        Assert.Equal(TransferStatus.Settled, bank.Announce("tx 1", "7").Status);
        Assert.Equal(7m, bank.Audit().IncomingTotal);
    }

    [Fact]
    public void Book_survives_in_its_file()
    {
        var options = new DemoBankOptions { Time = _time, BookFile = Path.Combine(_folder, "book.db") };
        using (var bank = new DemoBank(options))
        {
            bank.Send(Order("key 1"));
            bank.Send(Order("key 1"));
            bank.Announce("tx 1", "7");
        }

        using var again = new DemoBank(options);
        Assert.Equal((2, 1), (again.FindOutgoing("key 1")!.Attempts, again.Audit().Effects));
        Assert.Equal("7", again.FindIncoming("tx 1")!.Amount);
    }

    [Fact]
    public async Task Bank_answers_over_http()
    {
        using var bank = new DemoBank(new DemoBankOptions { Time = _time });
        await using var server = await Server.StartAsync(bank: bank);

        var sent = await PostAsync(server, "/_bank/outgoing", Order("key 1"));
        await PostAsync(server, "/_bank/incoming", new { transaction_id = "tx 2", amount = "3" });

        Assert.Equal("settled", sent.GetProperty("status").GetString());
        Assert.Equal("settled", (await server.GetAsync("/_bank/outgoing/key%201")).GetProperty("status").GetString());
        using var unknown = await server.Client.GetAsync(new Uri("/_bank/outgoing/other", UriKind.Relative));
        Assert.Equal(404, (int)unknown.StatusCode);
        var found = await PostAsync(server, "/_bank/incoming/query", new { ids = (string[])["tx 1", "tx 2"] });
        Assert.Equal("tx 2", Assert.Single(found.EnumerateArray()).GetProperty("transaction_id").GetString());
        found = await PostAsync(server, "/_bank/outgoing/query", new { keys = (string[])["key 1"] });
        Assert.Single(found.EnumerateArray());
        Assert.Equal(1, (await server.GetAsync("/_bank/book")).GetProperty("effects").GetInt32());
        await PostAsync(
            server,
            "/_bank/outgoing",
            new
            {
                key = "k",
                transaction_id = "t",
                amount = "-1",
            },
            400
        );
    }

    [Fact]
    public async Task Lost_answers_hide_whether_money_left()
    {
        using var bank = new DemoBank(new DemoBankOptions { Time = _time });
        await using var server = await Server.StartAsync(bank: bank);

        bank.Faults.Set(BankFaultKind.ResetBefore, new Fault { Count = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(server, "/_bank/outgoing", Order("before")));
        Assert.Null(bank.FindOutgoing("before"));
        bank.Faults.Set(BankFaultKind.UnavailableBefore, new Fault { Count = 1 });
        await PostAsync(server, "/_bank/outgoing", Order("before"), 503);
        Assert.Null(bank.FindOutgoing("before"));
        bank.Faults.Set(BankFaultKind.ResetAfter, new Fault { Count = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(server, "/_bank/outgoing", Order("reset")));
        Assert.NotNull(bank.FindOutgoing("reset"));
        bank.Faults.Set(BankFaultKind.TimeoutAfter, new Fault { Count = 1 });
        await PostAsync(server, "/_bank/outgoing", Order("timeout"), 504);
        Assert.NotNull(bank.FindOutgoing("timeout"));
        bank.Faults.Set(BankFaultKind.Refuse, new Fault { Count = 1 });
        var refused = await PostAsync(server, "/_bank/outgoing", Order("refused"));
        Assert.Equal("failed", refused.GetProperty("status").GetString());
        Assert.Equal(2, bank.Audit().Effects);
    }

    private static OutgoingOrder Order(string key) => new(key, "tx 1", "12.50", "iso4217:USD", "someone");

    private static async Task<JsonElement> PostAsync<T>(Server server, string path, T body, int status = 200)
    {
        using var response = await server.Client.PostAsJsonAsync(
            new Uri(path, UriKind.Relative),
            body,
            new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower }
        );
        Assert.Equal(status, (int)response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
