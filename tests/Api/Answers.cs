using System.Text.Json;

namespace Anchor.Api.Tests;

/// <summary>Reads answers and says what was wrong with them.</summary>
internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"Expected {status}, got {(int)response.StatusCode}: {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(text).RootElement;
    }

    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> response, int status) =>
        await (await response).JsonAsync(status);

    /// <summary>The sentence of an error answer.</summary>
    public static async Task<string> ErrorAsync(this Task<HttpResponseMessage> response, int status) =>
        (await (await response).JsonAsync(status)).GetProperty("error").GetString()!;

    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();
}
