using Orleans.Runtime;

namespace Orleans.Core
{
    /// <summary>Reads and writes one state.</summary>
    public interface IStorage
    {
        string? Etag { get; }
        bool RecordExists { get; }
        Task ClearStateAsync();
        Task WriteStateAsync();
        Task ReadStateAsync();
        Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();
        Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();
        Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
    }

    /// <summary>Reads and writes one state of a known type.</summary>
    public interface IStorage<TState> : IStorage
    {
        TState State { get; set; }
    }
}

namespace Orleans.Storage
{
    /// <summary>A storage provider, registered as a keyed service under its name.</summary>
    public interface IGrainStorage
    {
        Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);
        Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);
        Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);
    }

    /// <summary>The row is not the one that was read: another activation has written it.</summary>
    public class InconsistentStateException : OrleansException
    {
        public InconsistentStateException() { }

        public InconsistentStateException(string message)
            : base(message) { }

        public InconsistentStateException(string message, Exception innerException)
            : base(message, innerException) { }
    }
}
