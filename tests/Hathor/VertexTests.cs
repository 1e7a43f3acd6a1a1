using System.Text.Json;
using Anchor.Hathor.Node;
using Anchor.Hathor.Vertices;

namespace Anchor.Hathor.Tests;

public sealed class VertexTests
{
    [Fact]
    public void A_confirmed_transaction_of_the_real_node_is_read_whole()
    {
        using var answer = Recordings.Answer("transaction_id_confirmed");

        var vertex = VertexReader.FromTransaction(answer.RootElement);

        Assert.Equal("6e5f8aa12a2ccba1ff341f3e35bf50279dad40aef22fc396480389cd362edd7e", vertex.Id);
        Assert.Equal("fe01471eaad489de24c6310bbbc04a64d7d991e82020b6aff836e8b34018563e", vertex.FirstBlock);
        Assert.Null(vertex.Height);
        Assert.False(vertex.IsVoided);
        Assert.Equal([6300L, 100L], vertex.Outputs.Select(output => output.Value));
        Assert.Equal("00", vertex.Outputs[0].Token);
        Assert.Equal(6400, vertex.Inputs[0].Spent!.Value);
    }

    // A.1 (6) of the original: 0 was taken for "none".
    [Fact]
    public void Zeros_stay_zeros_and_do_not_become_nothing()
    {
        const string Json = """
            {"tx_id":"a","version":0,"timestamp":0,"is_voided":false,"inputs":[],"parents":[],"first_block":null,"height":0,
             "outputs":[{"value":0,"token_data":0,"script":"","decoded":{"type":"P2PKH","address":"H","timelock":0},"token":"00"}]}
            """;
        using var json = JsonDocument.Parse(Json);

        var vertex = VertexReader.FromExtended(json.RootElement);

        Assert.Equal(0, vertex.Height);
        Assert.Equal(0, vertex.Outputs[0].Value);
        Assert.Equal(0, vertex.Outputs[0].TokenData);
        Assert.Equal(0, vertex.Outputs[0].Timelock);
    }

    [Fact]
    public void Values_wider_than_a_double_are_read_exactly()
    {
        const string Json = """
            {"tx_id":"a","version":1,"timestamp":1,"is_voided":false,"inputs":[],"parents":[],"first_block":null,
             "outputs":[{"value":9007199254740993,"token_data":0,"script":"","decoded":{},"token":"00"}]}
            """;
        using var json = JsonDocument.Parse(Json);

        Assert.Equal(9007199254740993, VertexReader.FromExtended(json.RootElement).Outputs[0].Value);
    }

    [Fact]
    public void A_token_that_its_transaction_does_not_list_is_an_error()
    {
        const string Json = """
            {"hash":"a","version":1,"timestamp":1,"inputs":[],"parents":[],"tokens":[],
             "outputs":[{"value":1,"token_data":129,"script":"","decoded":null}]}
            """;
        using var json = JsonDocument.Parse(Json);

        Assert.Throws<HathorException>(() => VertexReader.FromEvent(json.RootElement));
    }

    [Fact]
    public void Of_what_the_real_doorbell_said_only_vertices_that_are_not_confirmed_yet_ring()
    {
        using var messages = Recordings.Answer("ws_messages");

        var rings = messages.RootElement.EnumerateArray().Select(Doorbell.Read).Where(ring => ring is not null);

        Assert.Equal([Ring.Transaction, Ring.Block], rings.Select(ring => ring!.Value));
    }
}
