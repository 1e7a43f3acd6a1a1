namespace Anchor.Ledgers.Hathor.WalletService;

/// <summary>Where a wallet service outside is, and how it is called.</summary>
/// <param name="Endpoint">Of the Lambda invoke API.</param>
/// <param name="FunctionPrefix">Stands before the names of its functions: <c>{SERVICE_NAME}-{STAGE}-</c>.</param>
/// <param name="Credentials">Null for an endpoint that asks for none, as one on the own machine.</param>
public sealed record WalletServiceOptions(Uri Endpoint, string FunctionPrefix, AwsCredentials? Credentials)
{
    /// <summary>How long a delivery may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>How long a reorg may take there.</summary>
    public TimeSpan ReorgTimeout { get; init; } = TimeSpan.FromSeconds(300);
}

/// <summary>Who signs requests to AWS.</summary>
public sealed record AwsCredentials(string Region, string AccessKeyId, string SecretAccessKey);
