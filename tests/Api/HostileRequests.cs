using System.Text;

namespace Anchor.Api.Tests;

/// <summary>One request that must be refused: by one of these statuses, with a JSON error, and without any trace.</summary>
/// <param name="SignedIn">Whether it carries a good token.</param>
public sealed record HostileRequest(
    string Name,
    string Method,
    string Path,
    int[] Statuses,
    string? ContentType = null,
    byte[]? Body = null,
    bool SignedIn = true
)
{
    public override string ToString() => Name;
}

/// <summary>Requests nobody should send. Needs an asset TEST, whatever its terms, and no asset of the other codes.</summary>
public static class HostileRequests
{
    private const string Deposit = "/sep24/transactions/deposit/interactive";
    private const string Withdraw = "/sep24/transactions/withdraw/interactive";
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly int[] Bad = [400];
    private static readonly int[] TooLarge = [400, 413];

    public static IReadOnlyList<HostileRequest> All { get; } =
    [
        Post(
            "JSON of a megabyte",
            Deposit,
            Json,
            $$"""{"asset_code":"TEST","first_name":"{{new string('a', 1 << 20)}}"}""",
            TooLarge
        ),
        Post("form of a megabyte", Deposit, Form, "asset_code=TEST&first_name=" + new string('a', 1 << 20), TooLarge),
        Post(
            "challenge of a megabyte",
            "/auth",
            Json,
            $$"""{"transaction":"{{new string('A', 1 << 20)}}"}""",
            TooLarge
        ),
        Post(
            "JSON 1,000 levels deep",
            Deposit,
            Json,
            string.Concat(Enumerable.Repeat("""{"a":""", 1000)) + "1" + new string('}', 1000)
        ),
        Post("JSON list", Deposit, Json, """["TEST"]"""),
        Post("JSON text", Deposit, Json, "\"TEST\""),
        Post("JSON null", Deposit, Json, "null"),
        Post("empty JSON", Deposit, Json, ""),
        Post("broken JSON", Deposit, Json, """{"asset_code":"TEST" """),
        Post("JSON with a comment", Deposit, Json, """{"asset_code":"TEST"/**/}"""),
        Post("field given twice in JSON", Deposit, Json, """{"asset_code":"TEST","asset_code":"TEST"}"""),
        Post("field given twice in a form", Deposit, Form, "asset_code=TEST&asset_code=TEST"),
        Post("object for a text", Deposit, Json, """{"asset_code":{"a":1}}"""),
        Post("list for a text", Deposit, Json, """{"asset_code":["TEST"]}"""),
        Post("half a surrogate pair", Deposit, Json, """{"asset_code":"TEST","first_name":"\ud800"}"""),
        Post("half a surrogate pair as a name", Deposit, Json, """{"asset_code":"TEST","\ud800":"x"}"""),
        Post("NUL in a text", Deposit, Json, """{"asset_code":"TEST","first_name":"a\u0000b"}"""),
        Post("escape character in a form", Deposit, Form, "asset_code=TEST&first_name=%1b%5b31m"),
        Bytes(
            "bytes that are not UTF-8 in JSON",
            Json,
            [.. "{\"asset_code\":\"TEST\",\"first_name\":\""u8, 0xff, 0xfe, .. "\"}"u8]
        ),
        Bytes("bytes that are not UTF-8 in a form", Form, [.. "asset_code=TEST&first_name="u8, 0xff, 0xfe]),
        Post("escapes that are not UTF-8 in a form", Deposit, Form, "asset_code=TEST&first_name=%ff%fe"),
        Post(
            "1,000 fields",
            Deposit,
            Form,
            "asset_code=TEST&" + string.Join('&', Enumerable.Range(0, 1000).Select(i => $"f{i}=x"))
        ),
        Post("name of 10,000 characters", Deposit, Form, "asset_code=TEST&" + new string('n', 10_000) + "=x"),
        Post(
            "first name of 5,000 characters",
            Deposit,
            Json,
            $$"""{"asset_code":"TEST","first_name":"{{new string('a', 5000)}}"}"""
        ),
        Post("amount 1e999999999", Deposit, Json, """{"asset_code":"TEST","amount":1e999999999}"""),
        Post("amount '1e999999999'", Deposit, Json, """{"asset_code":"TEST","amount":"1e999999999"}"""),
        Post("negative amount", Deposit, Json, """{"asset_code":"TEST","amount":"-1"}"""),
        Post("amount zero", Deposit, Json, """{"asset_code":"TEST","amount":"0"}"""),
        Post("eight decimals", Deposit, Json, """{"asset_code":"TEST","amount":"1.00000001"}"""),
        Post("amount beyond the ledger", Deposit, Json, """{"asset_code":"TEST","amount":"922337203685.4775808"}"""),
        Post("amount with separators", Deposit, Json, """{"asset_code":"TEST","amount":"1,000"}"""),
        Post("amount with spaces", Deposit, Json, """{"asset_code":"TEST","amount":" 100 "}"""),
        Post("amount in Arabic digits", Deposit, Json, """{"asset_code":"TEST","amount":"١٠٠"}"""),
        Post("amount NaN", Deposit, Json, """{"asset_code":"TEST","amount":"NaN"}"""),
        Post("hexadecimal amount", Deposit, Json, """{"asset_code":"TEST","amount":"0x10"}"""),
        Post("asset code of a script", Deposit, Json, """{"asset_code":"<script>alert(1)</script>"}"""),
        Post("asset code with a quote", Deposit, Json, """{"asset_code":"TEST' OR 1=1 --"}"""),
        Post(
            "asset of another issuer",
            Deposit,
            Json,
            $$"""{"asset_code":"TEST","asset_issuer":"G{{new string('A', 55)}}"}"""
        ),
        Post("account in lower case", Deposit, Json, $$"""{"asset_code":"TEST","account":"{{new string('g', 56)}}"}"""),
        Post(
            "secret key as an account",
            Withdraw,
            Json,
            """{"asset_code":"TEST","account":"SBR24SZYLJBFEJ7KVWM3Q6KEGH4KK35UTQC4FUASM34GGHH2SHFFYH5R"}"""
        ),
        Post(
            "memo of two to the 64th",
            Deposit,
            Json,
            """{"asset_code":"TEST","memo":"18446744073709551616","memo_type":"id"}"""
        ),
        Post(
            "memo text of 29 bytes",
            Deposit,
            Json,
            $$"""{"asset_code":"TEST","memo":"{{new string('m', 29)}}","memo_type":"text"}"""
        ),
        Post("memo of an unknown type", Deposit, Json, """{"asset_code":"TEST","memo":"1","memo_type":"number"}"""),
        Post("unknown content type", Deposit, "application/xml", "<asset_code>TEST</asset_code>", [400, 415]),
        Post("no content type", Deposit, null, """{"asset_code":"TEST"}""", [400, 415]),
        Post("another charset", Deposit, "application/json; charset=utf-16", """{"asset_code":"TEST"}""", [400, 415]),
        Post("multipart without a boundary", Deposit, "multipart/form-data", "asset_code=TEST"),
        Post(
            "multipart that ends early",
            Deposit,
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"asset_code\"\r\n\r\nTEST"
        ),
        Post("challenge that is no base64", "/auth", Json, """{"transaction":"%%%"}"""),
        Post("challenge of nothing", "/auth", Json, """{"transaction":""}"""),
        Post(
            "challenge that is cut off",
            "/auth",
            Json,
            """{"transaction":"AAAAAgAAAAAtMXSQz7srQKkijFxSGLpL1d88hAAT"}"""
        ),
        Post("challenge as a number", "/auth", Json, """{"transaction":7}"""),
        Post(
            "challenge with a length of two thousand million",
            "/auth",
            Json,
            """{"transaction":"AAAAAgAAAAAtMXSQz7srQKkijFxSGLpL1d88hAAT+MKe2WNMZbSLjAAAAMgAAAAAAAAAAAAAAAEAAAAAa0nSAAAAAABrSdWEAAAAAH////8="}"""
        ),
        Get("transaction without an id", "/sep24/transaction", Bad),
        Get("transaction of nobody", "/sep24/transaction?id=00000000-0000-0000-0000-000000000000", [404]),
        Get("transaction id of 5,000 characters", "/sep24/transaction?id=" + new string('a', 5000), [400, 404]),
        Get("transaction id with a NUL", "/sep24/transaction?id=%00", [400, 404]),
        Get("transaction id that climbs", "/sep24/transaction?id=../../etc/passwd", [404]),
        Get("list with a limit of minus one", "/sep24/transactions?asset_code=TEST&limit=-1", Bad),
        Get("list with a limit beyond numbers", "/sep24/transactions?asset_code=TEST&limit=1e9", Bad),
        Get("list since never", "/sep24/transactions?asset_code=TEST&no_older_than=0000-00-00T00:00:00Z", Bad),
        Get("fee of a negative amount", "/sep24/fee?operation=deposit&asset_code=TEST&amount=-1", Bad),
        Get("path that is not there", "/sep24/nothing", [404]),
        new("method that is not there", "DELETE", "/sep24/transaction?id=1", [405]),
        new("challenge without an account", "GET", "/auth", Bad, SignedIn: false),
        new(
            "challenge for a secret key",
            "GET",
            "/auth?account=SBR24SZYLJBFEJ7KVWM3Q6KEGH4KK35UTQC4FUASM34GGHH2SHFFYH5R",
            Bad,
            SignedIn: false
        ),
        new(
            "deposit of nobody",
            "POST",
            Deposit,
            [403],
            Json,
            "{\"asset_code\":\"TEST\"}"u8.ToArray(),
            SignedIn: false
        ),
        new("list of nobody", "GET", "/sep24/transactions?asset_code=TEST", [403], SignedIn: false),
    ];

    private static HostileRequest Post(string name, string path, string? type, string body, int[]? statuses = null) =>
        new(name, "POST", path, statuses ?? Bad, type, Encoding.UTF8.GetBytes(body), SignedIn: path != "/auth");

    private static HostileRequest Bytes(string name, string type, byte[] body) =>
        new(name, "POST", Deposit, Bad, type, body);

    private static HostileRequest Get(string name, string path, int[] statuses) => new(name, "GET", path, statuses);
}
