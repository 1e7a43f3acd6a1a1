using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Anchor.Sandbox.Hathor;

namespace Anchor.Hathor.Tests;

/// <summary>The stand-in node says what the real one was recorded to say.</summary>
public sealed class StandInTests
{
    [Theory]
    [InlineData("CUSTOM_SCRIPT.1")]
    [InlineData("INVALID_MEMPOOL_TRANSACTION.1")]
    [InlineData("REORG.1")]
    [InlineData("SINGLE_CHAIN_BLOCKS_AND_TRANSACTIONS.1")]
    [InlineData("UNVOIDED_TRANSACTION.1")]
    public async Task At_the_end_of_a_recording_it_answers_as_the_real_node_did(string name)
    {
        var node = new RecordedNode(Recordings.Load(name));
        node.MoveToEnd();
        await using var host = await RecordedNodeHost.StartAsync(node);
        using var http = new HttpClient { BaseAddress = host.Url };
        using var recorded = Recordings.Open(name);
        var answers = recorded.RootElement.GetProperty("http");

        foreach (var answer in answers.GetProperty("transaction").EnumerateObject())
        {
            await SameAsync(answer.Value, $"transaction?id={answer.Name}");
        }

        foreach (var answer in answers.GetProperty("block_at_height").EnumerateObject())
        {
            await SameAsync(answer.Value, $"block_at_height?height={answer.Name}");
        }

        var mempool = await http.GetFromJsonAsync<JsonObject>("mempool");
        Assert.Equal(
            answers.GetProperty("mempool").EnumerateArray().Select(id => id.GetString()),
            mempool!["transactions"]!.AsArray().Select(id => id!.ToString())
        );

        async Task SameAsync(JsonElement expected, string path)
        {
            var actual = await http.GetFromJsonAsync<JsonNode>(path);
            var wanted = Comparable(JsonNode.Parse(expected.GetRawText())!);
            Assert.True(JsonNode.DeepEquals(wanted, Comparable(actual!)), $"{path}:\n{wanted}\n{actual}");
        }
    }

    /// <summary>Without what events do not hold: raw bytes, signals, and sums of weights, which events round otherwise.</summary>
    private static JsonNode Comparable(JsonNode json)
    {
        Strip(json);
        return json;

        static void Strip(JsonNode? node)
        {
            if (node is JsonArray array)
            {
                foreach (var item in array)
                {
                    Strip(item);
                }
            }
            else if (node is JsonObject json)
            {
                foreach (
                    var name in (string[])
                        [
                            "raw",
                            "accumulated_weight",
                            "score",
                            "accumulated_weight_raw",
                            "score_raw",
                            "min_height",
                            "feature_activation_bit_counts",
                            "data",
                            "nonce",
                            "aux_pow",
                            "weight",
                            "children",
                        ]
                )
                {
                    json.Remove(name);
                }

                foreach (var member in json)
                {
                    Strip(member.Value);
                }
            }
        }
    }
}
