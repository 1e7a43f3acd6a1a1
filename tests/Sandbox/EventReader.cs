using System.Globalization;
using System.Text.Json;

namespace Anchor.Sandbox.Tests;

/// <summary>One server-sent event.</summary>
internal sealed record StreamEvent(string? Id, string? Name, string Data)
{
    public JsonElement Json => JsonDocument.Parse(Data).RootElement;

    public long Token => long.Parse(Id!, CultureInfo.InvariantCulture);
}

/// <summary>Reads a stream of server-sent events with nothing but lines.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(20));

    private EventReader(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _reader = new StreamReader(stream);
    }

    public static async Task<EventReader> OpenAsync(HttpClient client, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/event-stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var reader = new EventReader(response, await response.Content.ReadAsStreamAsync());
        var hello = await reader.NextAsync();
        Assert.Equal(("open", "\"hello\""), (hello!.Name, hello.Data));
        return reader;
    }

    /// <summary>The next event, or null at the end of the stream.</summary>
    public async Task<StreamEvent?> NextAsync()
    {
        var (id, name, data) = ((string?)null, (string?)null, (string?)null);
        while (await _reader.ReadLineAsync(_limit.Token) is { } line)
        {
            if (line.Length == 0 && data is not null)
            {
                return new StreamEvent(id, name, data);
            }

            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var value = colon < 0 ? "" : line[(colon + 2)..];
            switch (colon < 0 ? "" : line[..colon])
            {
                case "id":
                    id = value;
                    break;
                case "event":
                    name = value;
                    break;
                case "data":
                    data = value;
                    break;
            }
        }

        return null;
    }

    public async Task<List<StreamEvent>> TakeAsync(int count)
    {
        var events = new List<StreamEvent>();
        for (var i = 0; i < count; i++)
        {
            events.Add(await NextAsync() ?? throw new InvalidOperationException("The stream ended."));
        }

        return events;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
        _limit.Dispose();
    }
}
