using System.Text.Json;
using Anchor.Crypto;
using Anchor.Ethereum;
using Anchor.Ethereum.Transactions;

namespace Anchor.Protocols.Tests.Ethereum;

public sealed class EthereumTransactionTests
{
    [Theory]
    [InlineData("legacyEip155")]
    [InlineData("dynamicFee")]
    public void A_signed_transaction_has_the_bytes_of_the_vectors(string name)
    {
        var vector = EthereumVectors.Client.GetProperty("transactions").GetProperty(name);
        using var key = Secp256k1PrivateKey.FromBytes(EthereumVectors.PrivateKey);
        var transaction = Read(vector.GetProperty("fields"));

        var signed = transaction.Sign(key);

        Assert.Equal(vector.Text("signingHash"), transaction.SigningHash().ToString());
        Assert.Equal(vector.Text("raw"), Hex.Of(signed.Raw));
        Assert.Equal(vector.Text("hash"), signed.Hash.ToString());
        Assert.Equal(EthereumVectors.Account, signed.From);
    }

    [Theory]
    [InlineData("legacyEip155")]
    [InlineData("dynamicFee")]
    public void A_signed_transaction_is_read_back_with_its_sender(string name)
    {
        var vector = EthereumVectors.Client.GetProperty("transactions").GetProperty(name);
        var raw = vector.Bytes("raw");

        var read = SignedTransaction.TryDecode(raw)!;

        Assert.Equal(EthereumVectors.Account, read.From);
        Assert.Equal(vector.Text("hash"), read.Hash.ToString());
        Assert.Equal(Read(vector.GetProperty("fields")).SigningHash(), read.Transaction.SigningHash());
        Assert.Null(SignedTransaction.TryDecode(raw.AsSpan(0, raw.Length - 1)));
        Assert.Null(SignedTransaction.TryDecode([.. raw, 0]));
    }

    [Fact]
    public void Random_transactions_are_read_back_as_they_were_signed()
    {
        var seed = Environment.TickCount;
        var random = new System.Random(seed);
        var secret = new byte[32];
        var bytes = new byte[100];
        for (var i = 0; i < 200; i++)
        {
            random.NextBytes(secret);
            random.NextBytes(bytes);
            using var key = Secp256k1PrivateKey.FromBytes(secret);
            var cap = UInt256.FromBigEndian(bytes.AsSpan(0, random.Next(33)));
            var transaction = new EthereumTransaction
            {
                ChainId = random.NextInt64(1, int.MaxValue),
                Nonce = random.NextInt64(0, 1 << random.Next(31)),
                Fees = random.Next(2) == 0 ? new TransactionFees.Legacy(cap) : new TransactionFees.Dynamic(cap, cap),
                GasLimit = random.NextInt64(21_000, 30_000_000),
                To = random.Next(4) == 0 ? null : new EthereumAddress(bytes.AsSpan(50, 20)),
                Value = UInt256.FromBigEndian(bytes.AsSpan(40, random.Next(20))),
                Data = bytes.AsMemory(0, random.Next(100)),
            };

            var signed = transaction.Sign(key);
            var read = SignedTransaction.TryDecode(signed.Raw);

            Assert.True(read is not null, $"seed {seed}, round {i}");
            Assert.Equal(signed.From, read.From);
            Assert.Equal(transaction.Nonce, read.Transaction.Nonce);
            Assert.Equal(transaction.ChainId, read.Transaction.ChainId);
            Assert.Equal(transaction.Fees, read.Transaction.Fees);
            Assert.Equal(transaction.To, read.Transaction.To);
            Assert.Equal(transaction.Value, read.Transaction.Value);
            Assert.Equal(transaction.Data.ToArray(), read.Transaction.Data.ToArray());
        }
    }

    private static EthereumTransaction Read(JsonElement fields) =>
        new()
        {
            ChainId = fields.GetProperty("chainId").GetInt64(),
            Nonce = fields.GetProperty("nonce").GetInt64(),
            Fees =
                fields.GetProperty("type").GetInt32() == 2
                    ? new TransactionFees.Dynamic(
                        fields.Decimal("maxFeePerGas"),
                        fields.Decimal("maxPriorityFeePerGas")
                    )
                    : new TransactionFees.Legacy(fields.Decimal("gasPrice")),
            GasLimit = (long)fields.Decimal("gasLimit"),
            To = EthereumAddress.Parse(fields.Text("to")),
            Value = fields.Decimal("value"),
            Data = fields.Bytes("data"),
        };
}
